// Writes the demo shop: pages made here from a few parts, beside its style and script. Part of the build. Earlier editions
// are made for demo/record-shop.ts alone: the shop serves the newest.

import { join } from 'node:path';
import { type Edition, isLater, NEWEST } from '../src/demo/story.ts';
import { TEAS } from '../src/demo/teas.ts';

/** Public by nature, and only ever the key of the project that "heat demo" makes. */
const DEMO_WRITE_KEY = 'hw_demo';
const site = join(import.meta.dir, 'site');

const art = (hue: number, height: number) =>
  `<svg class="art" viewBox="0 0 400 ${height}" role="img" aria-label="A cup of tea"><rect width="400" height="${height}" fill="hsl(${hue} 45% 86%)"/><circle cx="300" cy="${height * 0.3}" r="${height * 0.2}" fill="hsl(${hue} 60% 74%)"/><path d="M110 ${height * 0.45}h150v${height * 0.2}a75 ${height * 0.2} 0 0 1-150 0z" fill="hsl(${hue} 40% 40%)"/><path d="M260 ${height * 0.5}h20a26 26 0 0 1 0 52h-24" fill="none" stroke="hsl(${hue} 40% 40%)" stroke-width="10"/><ellipse cx="185" cy="${height * 0.45}" rx="75" ry="10" fill="hsl(${hue} 60% 30%)"/></svg>`;

function page(title: string, current: string, body: string): string {
  const link = (href: string, text: string) =>
    `<a href="${href}"${href === current ? ' aria-current="page"' : ''}>${text}</a>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Kettle &amp; Leaf</title>
<link rel="stylesheet" href="/demo/shop.css">
<link rel="icon" href="data:,">
<script defer src="/heat.js" data-project="${DEMO_WRITE_KEY}" data-flush-interval-ms="500"></script>
<script defer src="/demo/shop.js"></script>
</head>
<body>
<header class="top"><a class="brand" href="/demo/">Kettle &amp; Leaf</a><nav aria-label="Main">${link('/demo/teas.html', 'Teas')}${link('/demo/brewing.html', 'Brewing')}${link('/demo/about.html', 'About')}${link('/demo/cart.html', 'Cart')}</nav></header>
<main>
${body}
</main>
<footer class="bottom"><a href="/demo/about.html">About us</a><a href="/demo/brewing.html">How to brew</a><a href="/demo/about.html#shipping">Shipping</a><span>A demo shop; nothing is sold here.</span></footer>
</body>
</html>
`;
}

const card = (tea: (typeof TEAS)[number]) =>
  `<a class="card" href="/demo/tea-${tea.slug}.html">${art(tea.hue, 220)}<div class="text"><h3>${tea.name}</h3><p>${tea.note}</p><p class="price">€ ${tea.price}</p></div></a>`;

const TEAS_OF_START = [
  `<section id="favourites"><h2>This week's favourites</h2><div class="grid">${TEAS.slice(0, 3).map(card).join('')}</div></section>`,
  `<section class="note" id="letter"><h2>One letter a month</h2><p>New harvests, one recipe, no noise.</p><form class="coupon" data-form="letter"><input type="email" name="email" aria-label="E-mail" placeholder="you@example.com"><button class="button" type="submit">Subscribe</button></form></section>`,
  `<section id="gifts"><h2>Gifts that steam</h2><div class="grid">${TEAS.slice(3).map(card).join('')}</div></section>`,
].join('\n');

/** Two buttons in the hero, the favourites right below it. */
const START = `<section class="hero"><div><h1>Tea that is worth waiting four minutes for</h1><p>Small harvests, sent within a week of roasting. Free shipping above € 30.</p><a class="button" id="hero-shop" href="/demo/teas.html">Shop all teas</a> <a class="button quiet" id="hero-quiz" href="/demo/brewing.html">Find your tea</a></div>${art(150, 300)}</section>
${TEAS_OF_START}`;

/** Before 2.4: a link above all that is gone since, an essay that pushes the teas down, the second button at the end. */
const START_BEFORE = `<p class="bar"><a id="free-shipping" href="/demo/about.html#shipping">Free shipping from € 20 this month</a></p>
<section class="hero"><div><h1>Loose leaf tea, roasted on Thursdays</h1><p>Small harvests from nine gardens.</p><a class="button" id="hero-shop" href="/demo/teas.html">Shop all teas</a></div>${art(150, 300)}</section>
<aside class="note"><h2>Autumn is here</h2><p>The last flush of the year has come in: darker, rounder, with more malt in it than in the years before. We have roasted it twice, as they do in the hills, and drunk more of it than was good for the stock.</p><p>If you like your tea light, there is still some of the spring harvest. All of it is sold by weight, and none of it in bags.</p></aside>
${TEAS_OF_START}
<section class="note" id="help"><h2>Not sure which?</h2><p>Three questions, one tea.</p><a class="button quiet" id="hero-quiz" href="/demo/brewing.html">Find your tea</a></section>`;

/** Its button is broken, see shop.js. */
const COUPON = `<div class="coupon"><input name="coupon" aria-label="Coupon" placeholder="Coupon"><button class="button quiet" type="button" id="apply-coupon">Apply</button></div>`;

const pages = (edition: Edition): Record<string, string> => ({
  'index.html': page('Loose leaf tea', '/demo/', isLater('2.4', edition) ? START_BEFORE : START),
  'teas.html': page(
    'All teas',
    '/demo/teas.html',
    `<section id="list"><h2>All teas</h2><div class="filters"><button type="button" aria-pressed="true">All</button><button type="button" aria-pressed="false">Oolong</button><button type="button" aria-pressed="false">Green</button><button type="button" aria-pressed="false">Black</button><button type="button" aria-pressed="false">Caffeine free</button></div><div class="grid">${TEAS.map(card).join('')}</div></section>`,
  ),
  'cart.html': page(
    'Your cart',
    '/demo/cart.html',
    `<section id="cart"><h2>Your cart</h2><table><thead><tr><th>Tea</th><th>Amount</th><th>Price</th></tr></thead><tbody><tr><td>Morning Oolong, 100 g</td><td>1</td><td>€ 14.50</td></tr><tr><td>Green Hill, 100 g</td><td>1</td><td>€ 15.50</td></tr></tbody></table>${isLater('2.3', edition) ? '' : COUPON}<p><a class="button" id="to-checkout" href="/demo/checkout.html">Go to checkout</a></p></section>`,
  ),
  'checkout.html': page(
    'Checkout',
    '/demo/checkout.html',
    `<section id="checkout"><h2>Checkout</h2><form data-form="checkout"><div class="row"><div><label for="name">Name</label><input id="name" name="name" autocomplete="off"></div><div><label for="mail">E-mail</label><input id="mail" name="mail" type="email" autocomplete="off"></div></div><div class="row"><div><label for="street">Street</label><input id="street" name="street" autocomplete="off"></div><div><label for="city">City</label><input id="city" name="city" autocomplete="off"></div></div><label for="pay">Payment</label><select id="pay" name="pay"><option>Invoice</option><option>Bank transfer</option></select><p><button class="button" type="submit" id="place-order">Place order</button></p></form></section>`,
  ),
  'thanks.html': page(
    'Thank you',
    '/demo/thanks.html',
    `<section id="thanks"><h2>Thank you, the kettle is on</h2><p>Your order is on its way (well, it would be).</p><p><a class="button" href="/demo/">Back to the shop</a></p></section>`,
  ),
  'about.html': page(
    'About',
    '/demo/about.html',
    `<article><h2>Two people and a roaster</h2>${art(40, 200)}<p>We buy from nine gardens and roast on Thursdays. What is left on Monday, we drink ourselves.</p><p>The shop is a demo: every click on it is tracked by the heat that serves it, and shows up on the dashboard a second later.</p><h2 id="shipping">Shipping</h2><p>Letters travel in two days, parcels in four. Above € 30 it costs nothing.</p><p><a class="button quiet" href="/demo/teas.html">See the teas</a></p></article>`,
  ),
  'brewing.html': page(
    'How to brew',
    '/demo/brewing.html',
    `<article><h2>How to brew, in six steps</h2>${['Weigh the leaves', 'Warm the pot', 'Mind the water', 'Wait, then pour', 'Brew again', 'Keep the rest well'].map((step, i) => `<section id="step-${i + 1}"><h2>${i + 1}. ${step}</h2>${i % 2 === 0 ? art(150 - i * 25, 160) : ''}<p>Good tea is mostly patience. Three grams of leaf to a cup, water that has stopped boiling, and a clock that you trust. Shorter than you think for green, longer than you think for oolong.</p><p>If it tastes thin, use more leaf instead of more time; if it tastes bitter, cooler water. Write down what you did, and do it again tomorrow.</p></section>`).join('')}<p><a class="button" id="brewing-shop" href="/demo/teas.html">Choose a tea</a></p></article>`,
  ),
  ...Object.fromEntries(TEAS.map((tea) => [`tea-${tea.slug}.html`, teaPage(tea)])),
});

const teaPage = (tea: (typeof TEAS)[number]) =>
  page(
    tea.name,
    '/demo/teas.html',
    `<section class="product" id="product"><div id="picture">${art(tea.hue, 360)}</div><div><h1>${tea.name}</h1><p>${tea.note}</p><p class="price">€ ${tea.price} for 100 g</p><div class="buy"><select name="amount" aria-label="Amount"><option>50 g</option><option selected>100 g</option><option>250 g</option></select><button class="button" type="button" id="add-to-cart" data-heat="add-to-cart" data-tea="${tea.slug}" data-price="${tea.price}">Add to cart</button></div><a href="/demo/cart.html">Go to cart</a><div class="tabs" role="tablist"><button type="button" role="tab" aria-selected="true">Taste</button><button type="button" role="tab" aria-selected="false">Origin</button><button type="button" role="tab" aria-selected="false">Reviews</button></div><p id="tab-text">Three infusions, each a little quieter than the one before.</p></div></section><section id="more"><h2>Goes well with</h2><div class="grid">${TEAS.filter(
      (other) => other !== tea,
    )
      .slice(0, 3)
      .map(card)
      .join('')}</div></section>`,
  );

/** Writes all pages of an edition, shop.css and shop.js into `outdir`; answers the names of the pages. */
export async function makeSite(outdir: string, edition: Edition = NEWEST): Promise<string[]> {
  const made = pages(edition);
  for (const [name, html] of Object.entries(made)) await Bun.write(join(outdir, name), html);
  for (const name of ['shop.css', 'shop.js']) await Bun.write(join(outdir, name), Bun.file(join(site, name)));
  return Object.keys(made).sort();
}
