// Clicks that heat must point out: nothing happened, it happened again and again, or a script broke.

import { clicks, type Situation } from './situation.ts';

export const DEAD: readonly Situation[] = [
  { name: 'no-handler', html: '<button id="it">Nothing</button>', dead: true, because: 'a button promises' },
  {
    name: 'no-handler-key',
    html: '<button id="it">Nothing</button>',
    act: (page) => page.locator('#it').press('Enter'),
    dead: true,
    because: 'it promises to the keyboard as well',
  },
  {
    name: 'empty-handler',
    html: `<a id="it" href="#" onclick="event.preventDefault()">More</a>`,
    dead: true,
    because: 'a link that holds everybody back and does nothing',
  },
  {
    name: 'anchor-again#here',
    html: '<a id="it" href="#here">Here</a><h2 id="here">Here</h2>',
    dead: true,
    because: 'the page is there already: whoever clicks sees nothing happen',
  },
  {
    name: 'aria-disabled',
    html: '<button id="it" aria-disabled="true">Send</button>',
    dead: true,
    because: 'people try; the analyst wants to know that nobody tells them why it is off',
  },
  {
    name: 'pointer-image',
    html: `<img id="it" style="cursor:pointer" width="100" height="80" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>">`,
    dead: true,
    because: 'a hand for a cursor promises',
  },
  {
    name: 'role-button',
    html: '<div id="it" role="button" tabindex="0">Open</div>',
    dead: true,
    because: 'called a button, is a button',
  },
  {
    name: 'silent-copy',
    html: `<button id="it" onclick="navigator.clipboard?.writeText('x').catch(()=>0)">Copy</button>`,
    dead: true,
    because: 'it may have worked, but nothing says so: that is the finding',
  },
  {
    name: 'shadow-silent',
    html: `<script>customElements.define('x-buy', class extends HTMLElement { connectedCallback() {
      this.attachShadow({ mode: 'open' }).innerHTML = '<button>Buy</button>'; } })</script><x-buy id="it"></x-buy>`,
    dead: true,
    because: 'a button inside a shadow root promises too',
  },
  {
    name: 'slow-clicks',
    html: '<button id="it">Nothing</button>',
    act: clicks(3, 650),
    clicks: 3,
    dead: true,
    because: 'three tries in 1.3 s are patience, not rage',
  },
];

export const RAGE: readonly Situation[] = [
  {
    name: 'frantic-button',
    html: '<button id="it">Pay</button>',
    act: clicks(4, 120),
    clicks: 4,
    rage: true,
    dead: true,
    because: 'four times on a button that does nothing',
  },
  {
    name: 'frantic-image',
    html: `<img id="it" width="300" height="180" src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>">`,
    act: clicks(5, 120),
    clicks: 5,
    rage: true,
    because: 'nobody promised anything, but somebody wants it badly',
  },
  {
    name: 'frantic-headline',
    html: '<h2 id="it">Read on</h2>',
    act: clicks(6, 90),
    clicks: 6,
    rage: true,
    because: 'three clicks would select it, six are no selection',
  },
  {
    name: 'frantic-waiting',
    html: `<button id="it" onclick="fetch('/slow')">Load</button>`,
    act: clicks(5, 150),
    clicks: 5,
    rage: true,
    because: 'it asks its server each time and shows nothing',
  },
];

export const BROKEN: readonly Situation[] = [
  {
    name: 'throws',
    html: `<button id="it" onclick="nowhere.to.be.found()">Pay</button>`,
    error: true,
    because: 'the error is what to mend; calling it dead as well would count one fault twice',
  },
  {
    name: 'rejects',
    html: `<button id="it" onclick="Promise.reject(new Error('no'))">Pay</button>`,
    error: true,
    because: 'a promise that nobody catches',
  },
  {
    name: 'throws-after-change',
    html: `<button id="it" onclick="this.textContent='Wait';setTimeout(()=>{throw new Error('late')},200)">Pay</button>`,
    error: true,
    because: 'it began well and broke',
  },
  {
    name: 'unrelated-error',
    html: `<button id="it" onclick="this.textContent='Done'">Pay</button><script>setTimeout(()=>{throw new Error('early')},1)</script>`,
    because: 'an error before the click is not its fault',
  },
];
