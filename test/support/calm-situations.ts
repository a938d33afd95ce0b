// Clicks that heat must not complain about, because the page answered them or nobody expects an answer.

import { clicks, drag, hold, middleOf, type Situation } from './situation.ts';

const SAY = `document.getElementById('out').textContent += 'x'`;
const OUT = '<p id="out">-</p>';

export const ANSWERED: readonly Situation[] = [
  {
    name: 'spinner-button',
    html: `<button id="it" onclick="this.innerHTML='<i>...</i>'">Save</button>`,
    because: 'a spinner is an answer',
  },
  {
    name: 'late-change',
    html: `<button id="it" onclick="setTimeout(()=>{${SAY}},400)">Sum</button>${OUT}`,
    because: 'an answer after 0.4 s is one that people wait for',
  },
  {
    name: 'class-menu',
    html: `<style>ul{display:none}.open+ul{display:block}</style><button id="it" onclick="this.classList.toggle('open')">Menu</button><ul><li>One</li></ul>`,
    because: 'the menu opens by a class alone',
  },
  {
    name: 'details',
    html: '<details><summary id="it">More</summary><p>Inside</p></details>',
    because: 'the browser opens it by itself',
  },
  {
    name: 'popover',
    html: '<button id="it" popovertarget="tip">Help</button><div id="tip" popover>Text</div>',
    because: 'a popover comes up without any change of the document',
  },
  {
    name: 'dialog',
    html: `<button id="it" onclick="ask.showModal()">Ask</button><dialog id="ask">Sure?</dialog>`,
    because: 'a dialog opens',
  },
  {
    name: 'removes-itself',
    html: '<button id="it" onclick="this.remove()">Dismiss</button>',
    because: 'the element going away is the answer, even though it is no longer there to ask',
  },
  {
    name: 'svg-in-button',
    html: `<button id="it" onclick="${SAY}"><svg width="40" height="40"><path d="M0 0h40v40z"/></svg></button>${OUT}`,
    because: 'the icon is part of the button',
  },
  {
    name: 'shadow-button',
    html: `<script>customElements.define('x-buy', class extends HTMLElement { connectedCallback() {
      this.attachShadow({ mode: 'open' }).innerHTML = '<button>Buy</button><p>-</p>';
      const [button, out] = this.shadowRoot.children;
      button.onclick = () => { out.textContent = 'Bought'; };
    } })</script><x-buy id="it"></x-buy>`,
    because: 'what changed is inside the shadow root',
  },
  {
    name: 'keyboard-enter',
    html: `<button id="it" onclick="${SAY}">Go</button>${OUT}`,
    act: (page) => page.locator('#it').press('Enter'),
    because: 'a key is as good as a mouse',
  },
  {
    name: 'carousel',
    html: `<button id="it" onclick="at=(self.at||0)+1;track.style.transform='translateX(-'+at*100+'px)'" aria-label="Next">&gt;</button><div id="track">Slides</div>`,
    act: clicks(5, 120),
    clicks: 5,
    because: 'every click brings the next slide: repeated, not enraged',
  },
  {
    name: 'plus-button',
    html: `<button id="it" onclick="n.textContent=+n.textContent+1">+</button><b id="n">1</b>`,
    act: clicks(6, 90),
    clicks: 6,
    because: 'six pieces need six clicks',
  },
  {
    name: 'plus-button-field',
    html: `<input id="n" value="1"><button id="it" onclick="n.value=+n.value+1">+</button>`,
    because: 'the value of a field is no part of the document, but people see it',
  },
  {
    name: 'native-number',
    html: '<input id="it" type="number" value="1" style="width:100px;height:40px">',
    act: async (page) => {
      const { x, y } = await middleOf(page, '#it');
      for (let n = 0; n < 4; n += 1) {
        await page.mouse.click(x + 40, y - 8);
        await page.waitForTimeout(100);
      }
    },
    clicks: 4,
    because: 'arrows of a number field are made for repeated clicks',
  },
  {
    name: 'toggle-back-and-forth',
    html: `<button id="it" aria-pressed="false" onclick="this.setAttribute('aria-pressed',this.getAttribute('aria-pressed')==='false')">Dark</button>`,
    act: clicks(4, 150),
    clicks: 4,
    because: 'playing with a switch that works is no rage',
  },
];

/** What frameworks and component libraries do, each in the line that matters. */
export const WIDGETS: readonly Situation[] = [
  {
    name: 'dialog-words',
    html: '<div role="dialog" tabindex="-1"><p id="it">Only words</p></div>',
    because:
      'the box of a dialog takes the focus for the sake of the keyboard, and promises nothing (Bootstrap, MUI, Radix)',
  },
  {
    name: 'root-container',
    html: '<div id="it" style="height:500px"></div><script>it.onclick = () => {}; document.body.onclick = () => {}</script>',
    because: 'React sets handlers that do nothing on its containers, the body included',
  },
  {
    name: 'menu-at-press',
    html: `<button id="it" onpointerdown="out.hidden=!out.hidden">Menu</button><p id="out" hidden>Open</p>`,
    act: hold,
    because: 'it opens at the press (Radix, Headless UI, Base UI, React Aria)',
  },
  {
    name: 'list-at-mouse-down',
    html: `<div id="it" role="combobox" tabindex="0" aria-expanded="false" onmousedown="this.setAttribute('aria-expanded','true')">List</div>`,
    act: hold,
    because: 'it opens when the mouse goes down (select2, react-select, jQuery UI)',
  },
  {
    name: 'slider-at-press',
    html: `<div id="it" style="cursor:pointer;width:300px;height:30px" onpointerdown="this.firstChild.style.left='9px'"><i></i></div>`,
    act: hold,
    because: 'the handle has jumped before the button was let go',
  },
  {
    name: 'drag-by-hand',
    html: `<div id="it" style="position:absolute;width:80px;height:80px;cursor:pointer" onpointermove="if(event.buttons)this.style.left=event.clientX-40+'px'">Card</div>`,
    act: drag,
    because: 'it was moved, and the click that ends a drag answers nothing (dnd-kit)',
  },
  {
    name: 'fullscreen',
    html: '<div id="box"><button id="it" onclick="box.requestFullscreen()">Full</button></div>',
    because: 'nothing changes in the document, and everything on the screen',
  },
  {
    name: 'sound',
    html: `<button id="it" onclick="new Audio('data:,').play().catch(() => 0)">Say it</button>`,
    because: 'what plays outside the document is heard all the same',
  },
];

const DRAW = `c.getContext('2d').fillRect(Math.random()*90,9,9,9)`;

export const NOTHING_EXPECTED: readonly Situation[] = [
  {
    name: 'word-selection',
    html: '<p id="it">Somewhereoverherethereisalongword</p>',
    act: clicks(2, 60),
    clicks: 2,
    because: 'a double click selects a word',
  },
  {
    name: 'paragraph-selection',
    html: '<p id="it">Three clicks select all of this paragraph of text</p>',
    act: async (page) => {
      const { x, y } = await middleOf(page, '#it');
      await page.mouse.click(x / 4, y, { clickCount: 3, delay: 40 });
    },
    clicks: 3,
    because: 'a triple click selects a paragraph',
  },
  { name: 'plain-text', html: '<p id="it">Only text</p>', because: 'nobody promised anything' },
  {
    name: 'plain-image',
    html: `<img id="it" width="100" height="80" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>">`,
    because: 'nobody promised anything',
  },
  {
    name: 'canvas-game',
    html: `<canvas id="it" width="300" height="150" style="cursor:pointer" onclick="c=this;${DRAW}"></canvas>`,
    act: clicks(6, 90),
    clicks: 6,
    because: 'a canvas may do anything, and games are clicked fast',
  },
  {
    name: 'draws-on-canvas',
    html: `<canvas id="c" width="300" height="150"></canvas><button id="it" onclick="${DRAW}">Roll</button>`,
    because: 'what happens on a canvas cannot be seen, so nobody is accused',
  },
  {
    name: 'drag',
    html: `<div id="it" style="position:absolute;width:80px;height:80px;background:red;cursor:grab" onpointermove="if(event.buttons)this.style.left=event.clientX-40+'px'">Card</div>`,
    act: drag,
    because: 'dragging ends with a click that nobody meant',
  },
  {
    name: 'right-click',
    html: '<button id="it">Nothing</button>',
    act: (page) => page.locator('#it').click({ button: 'right' }),
    clicks: 0,
    because: 'the menu of the browser is not the business of the page',
  },
  {
    name: 'disabled-button',
    html: '<button id="it" disabled>Send</button>',
    clicks: 0,
    because: 'the browser tells no page of it; aria-disabled is where heat can look',
  },
  {
    name: 'foreign-frame',
    html: '<iframe id="it" src="/empty" sandbox="allow-scripts" width="200" height="100"></iframe>',
    clicks: 0,
    because: 'what happens in a foreign frame is invisible',
  },
  {
    name: 'restless-page',
    html: `<p id="t">0</p><button id="it">Nothing</button><script>setInterval(()=>{t.textContent=Date.now()},100)</script>`,
    because: 'on a page that never rests heat cannot tell, and accuses nobody',
  },
  {
    name: 'three-places',
    html: '<div id="it" style="width:400px;height:60px">Wide</div>',
    act: clicks(3, 120, 60),
    clicks: 3,
    because: 'three clicks far from each other are exploring',
  },
];
