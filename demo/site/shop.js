// What the demo shop does: a cart counter, tabs, filters, forms. One button is broken on purpose, so that
// rage and dead clicks have a place to happen: "Apply" in the cart.
(() => {
  function track(name, props) {
    if (window.heat) window.heat('event', name, props);
  }
  document.addEventListener('click', (event) => {
    var target = event.target.closest('button');
    if (!target) return;
    if (target.id === 'add-to-cart') {
      track('add_to_cart', { tea: target.dataset.tea, price: Number(target.dataset.price) });
      target.textContent = 'In your cart';
      setTimeout(() => {
        target.textContent = 'Add to cart';
      }, 1500);
    }
    var group = target.parentElement;
    if (group.className === 'tabs') {
      group.querySelectorAll('button').forEach((tab) => {
        tab.setAttribute('aria-selected', String(tab === target));
      });
      document.getElementById('tab-text').textContent =
        target.textContent + ': told by people who drink it every day.';
    }
    if (group.className === 'filters') {
      group.querySelectorAll('button').forEach((one) => {
        one.setAttribute('aria-pressed', String(one === target));
      });
    }
  });
  document.addEventListener('submit', (event) => {
    event.preventDefault();
    var form = event.target.dataset.form;
    if (form === 'letter') {
      track('newsletter_signup', { place: 'home' });
      event.target.replaceWith('Thank you. The next letter comes on the first.');
    }
    if (form === 'checkout') {
      track('purchase', { value: 30, items: 2 });
      setTimeout(() => {
        location.href = '/demo/thanks.html';
      }, 150);
    }
  });
})();
