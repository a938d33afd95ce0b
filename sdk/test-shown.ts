// What a page shows, element by element, as a person would tell it: what it is, what it says, where it leads. For tests
// only: the truth about which element of a redesigned page is which, made without any descriptor.

import { describeElement } from './core/describe-element.ts';
import { clickedElement } from './core/describe-raw.ts';
import type { Shown } from './test-described.ts';

const BLOCKS =
  'div,p,ul,ol,dl,section,article,header,footer,nav,form,table,h1,h2,h3,h4,h5,h6,a,button,input,select,textarea,img';

function roleOf(el: HTMLElement): Shown['role'] {
  if (el.matches('form button:not([type=button]),form input[type=submit]')) return 'submit';
  if (el.matches('a[href],button,[role=button],input[type=submit],input[type=button],summary'))
    return 'control';
  if (el.matches('input,select,textarea')) return 'field';
  if (el.matches('img,picture,video,canvas')) return 'picture';
  return el.textContent?.trim() && !el.querySelector(BLOCKS) ? 'words' : 'box';
}

/** Links that lead nowhere are named by nothing. */
function namesOf(el: HTMLElement, role: Shown['role']): string[] {
  const own = (name: string) => el.getAttribute(name) ?? '';
  const file = /[^/?#]*(#[^/]*)?$/.exec(own('href') || own('src'))?.[0] ?? '';
  const labels = [...((el as HTMLInputElement).labels ?? [])].map(({ textContent }) => textContent ?? '');
  const kind = /^(email|tel|search)$/.exec(own('type'))?.[0] ?? '';
  const names = role === 'field' ? [own('id'), own('name'), own('placeholder'), kind, ...labels] : [file];
  return names.map((name) => name.trim().toLowerCase()).filter((name) => name && !/^#!?$/.test(name));
}

function readable(text: string): string {
  const plain = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');
  return plain
    .replace(/\b20\d\d\b/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

/** Every element of the page that is laid out, in document order. */
export function describeShown(): Shown[] {
  const all = [...document.body.querySelectorAll<HTMLElement>('*')].filter(
    (el) => el instanceof HTMLElement && el.getClientRects().length > 0 && el.localName !== 'br',
  );
  const numbers = new Map(all.map((el, n) => [el, n]));
  return all.map((el, n) => {
    const inside = [...el.querySelectorAll<HTMLElement>('*')].filter((one) => numbers.has(one));
    const { width, height } = el.getBoundingClientRect();
    const role = roleOf(el);
    // As it is shown: textContent would tell of hidden words too.
    const { innerText } = el;
    return {
      n,
      last: numbers.get(inside.at(-1) as HTMLElement) ?? n,
      role,
      text: readable(role === 'submit' ? innerText || (el as HTMLInputElement).value : innerText),
      names: /^(control|field|picture)$/.test(role) ? namesOf(el, role) : [],
      tag: el.localName,
      descriptor: describeElement(el, ':not(*)'),
      isTarget: width > 0 && height > 0 && clickedElement(el) === el,
    };
  });
}

Object.assign(window, { describeShown });
