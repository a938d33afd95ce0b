// Clicks that the browser itself answers, with or without a change of the document: links, dialogs, requests, fields.

import { clicks, type Situation } from './situation.ts';

const SAY = `document.getElementById('out').textContent += 'x'`;
const OUT = '<p id="out">-</p>';

export const BROWSER_ANSWERS: readonly Situation[] = [
  {
    name: 'new-tab',
    html: '<a id="it" href="/other" target="_blank">Docs</a>',
    because: 'the answer is in another tab',
  },
  {
    name: 'download',
    html: '<a id="it" href="data:text/plain,hi" download="hi.txt">Invoice</a>',
    because: 'the answer is a file',
  },
  {
    name: 'mailto',
    html: '<a id="it" href="mailto:a@b.example">Write</a>',
    because: 'another program answers',
  },
  { name: 'tel', html: '<a id="it" href="tel:+4912345">Call</a>', because: 'another program answers' },
  { name: 'plain-link', html: '<a id="it" href="/elsewhere">Next</a>', because: 'the page is left' },
  {
    name: 'anchor-scrolls',
    html: '<a id="it" href="#below">Below</a><div style="height:3000px"></div><h2 id="below">Here</h2>',
    because: 'the page scrolls',
  },
  {
    name: 'smooth-top',
    html: `<div style="height:3000px"></div><button id="it" onclick="window.scrollTo({top:0,behavior:'smooth'})">Top</button>`,
    act: (page) => page.locator('#it').click(),
    because: 'the page scrolls',
  },
  {
    name: 'route',
    html: `<a id="it" href="/r" onclick="event.preventDefault();history.pushState({},'','/route-2')">Route</a>`,
    because: 'the address changes',
  },
  {
    name: 'invalid-form',
    html: '<form><input required><button id="it">Send</button></form>',
    because: 'the browser points at the missing field',
  },
  {
    name: 'alert',
    html: `<button id="it" onclick="alert('Hello')">Hello</button>`,
    because: 'a dialog of the browser came up',
  },
  {
    name: 'confirm-refused',
    html: `<button id="it" onclick="if(confirm('Sure?')){${SAY}}">Delete</button>${OUT}`,
    because: 'asked, answered with no: nothing changes and nothing should',
  },
  {
    name: 'slow-network',
    html: `<button id="it" onclick="fetch('/slow').then(()=>{${SAY}})">Load</button>${OUT}`,
    because: 'the server takes 0.9 s, the button did its part at once',
  },
  {
    name: 'failed-network',
    html: `<button id="it" onclick="fetch('http://localhost:1/').catch(()=>0)">Load</button>`,
    because: 'a request went out; that it failed is another finding',
  },
  {
    name: 'xhr',
    html: `<button id="it" onclick="x=new XMLHttpRequest();x.open('POST','/slow');x.send()">Vote</button>`,
    because: 'older code asks by XMLHttpRequest',
  },
  {
    name: 'beacon',
    html: `<button id="it" onclick="navigator.sendBeacon('/slow','1')">Like</button>`,
    because: 'the page told its server',
  },
  {
    name: 'video',
    html: `<video id="it" controls width="300" height="150" src="/tone.wav"></video>`,
    act: clicks(2, 400),
    clicks: 2,
    because: 'controls of a player live where no script can look',
  },
];

export const CONTROLS: readonly Situation[] = [
  { name: 'checkbox', html: '<input id="it" type="checkbox">', because: 'it is ticked' },
  {
    name: 'label-checkbox',
    html: '<label id="it">I agree to all of it <input type="checkbox"></label>',
    because: 'one click for a person, two for the browser',
  },
  {
    name: 'radio-again',
    html: '<input id="it" type="radio" name="r" checked>',
    because: 'it shows that it is chosen already',
  },
  {
    name: 'select',
    html: '<select id="it"><option>A<option>B</select>',
    because: 'the browser opens its list',
  },
  { name: 'text-field', html: '<input id="it">', because: 'the caret is the answer' },
  {
    name: 'text-field-again',
    html: '<input id="it" autofocus value="words to correct">',
    act: clicks(2, 700),
    clicks: 2,
    because: 'people place the caret; nothing else is expected',
  },
  { name: 'textarea', html: '<textarea id="it"></textarea>', because: 'the caret is the answer' },
  {
    name: 'contenteditable',
    html: '<div id="it" contenteditable style="cursor:pointer">Edit me</div>',
    because: 'the caret is the answer',
  },
  { name: 'range', html: '<input id="it" type="range">', because: 'the handle moves' },
];
