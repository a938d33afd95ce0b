// Describes an element so that it can be found again in another layout or after a redeploy.
// Bounded work per element, no layout, no text: visible words leave as hashes only.

import type { RawDescriptor } from '../../src/contract/element.ts';
import { textHash } from './hash.ts';

/** What is made to be clicked. */
export const INTERACTIVE =
  'a,button,input,select,textarea,label,summary,[role=button],[role=link],[role=tab],[role=option],[role^=menuitem]';
const MOST_STEPS = 8;
/** Siblings counted and siblings searched for a heading, per level: keeps the work small on pages of any size. */
const MOST_SIBLINGS = 500;
const MOST_SEARCHED = 20;
const MOST_CHARS = 200;

/**
 * Describes an HTML element with its id and classes as they are: telling which of them will be there tomorrow is the
 * server's work, see stableDescriptor(); so is that an empty text is none. `mask` is a selector inside which no text is hashed.
 */
export function describeRaw(el: HTMLElement, mask: string): RawDescriptor {
  const own = (name: string) => el.getAttribute(name)?.slice(0, MOST_CHARS);
  // Nothing typed has a hash.
  const hash = (one: Element | null, words = one?.textContent) =>
    !one || closestOf(one, `${mask},select,:read-write`) ? undefined : textHash(words as string);
  const { host, pathname } = el as HTMLAnchorElement;
  const { heat, testid, test, cy } = el.dataset;
  const steps: string[] = [];
  // A control says all that is in it, anything else what stands between its parts.
  const words = el.matches(INTERACTIVE)
    ? (el.textContent as string)
    : [...el.childNodes].map((node) => (node as Text).wholeText).join('');
  const text = words.trim() || own('alt') || own('aria-label');
  // What says nothing is about the first thing inside.
  let heading = text
    ? undefined
    : hash(el.querySelector('h1,h2,h3,h4,h5') ?? el.querySelector('a,button,label,p'));
  for (let at: Element = el; at && at !== document.body && steps.length < MOST_STEPS; at = parentOf(at)) {
    let place = 1;
    let other = at.previousElementSibling;
    for (let count = 0; other && count < MOST_SIBLINGS; count++, other = other.previousElementSibling) {
      if (other.localName === at.localName) place++;
      if (!heading && count < MOST_SEARCHED)
        for (const one of [other, other.firstElementChild])
          if (!heading && /^h\d$/.test(one?.localName as string)) heading = hash(one as Element);
    }
    steps.unshift(at.localName + (place > 1 ? `:${place}` : ''));
  }
  return {
    id: own('id'),
    ref: heat || testid || test || cy,
    name: own('name'),
    role: own('role'),
    type: own('type'),
    // Mail and telephone addresses and scripts have no host, and are nobody's business. A form's may be a field of it.
    href: host && pathname?.slice(0, MOST_CHARS),
    text: (text && hash(el, text)) as number | undefined,
    heading,
    path: steps.join('>'),
    classes: own('class'),
  };
}

/** The nearest ancestor that matches, itself included, through the borders of shadow roots. */
export const closestOf = (el: Element, selector: string): Element | null => {
  const { host } = el.getRootNode() as ShadowRoot;
  return el.closest(selector) ?? (host && closestOf(host, selector));
};

/** The parent element, through the border of a shadow root; null or undefined at the top. */
const parentOf = (el: Element): Element => el.parentElement ?? (el.getRootNode() as ShadowRoot).host;

/**
 * What a click was meant for: the link, button or field around the place that was hit, else the nearest HTML element;
 * text, SVG parts and pieces of shadow roots have one.
 */
export function clickedElement(hit: Element): HTMLElement | undefined {
  let at = hit;
  // Nothing else can be clicked by a script.
  while (at && !(at as HTMLElement).click) at = parentOf(at);
  return at?.closest<HTMLElement>(INTERACTIVE) ?? (at as HTMLElement);
}
