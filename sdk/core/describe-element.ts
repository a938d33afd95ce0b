// Describes an element so that it can be found again in another layout or after a redeploy.
// Bounded work per element, no layout, no text: visible words leave as hashes only.

import type { ElementDescriptor } from '../../src/contract/element.ts';
import { textHash } from './hash.ts';
import { LANDMARKS } from './landmarks.ts';
import { isStableName } from './stable-name.ts';

/** What is made to be clicked. */
export const INTERACTIVE =
  'a,button,input,select,textarea,label,summary,[role=button],[role=link],[role=tab],[role=option],[role^=menuitem]';
const MOST_STEPS = 8;
/** Siblings counted and siblings searched for a heading, per level: keeps the work small on pages of any size. */
const MOST_SIBLINGS = 500;
const MOST_SEARCHED = 20;

/** Describes an HTML element; `mask` is a selector inside which no text is hashed. */
export function describeElement(el: HTMLElement, mask: string): ElementDescriptor {
  const own = (name: string) => el.getAttribute(name)?.slice(0, 120);
  const hash = (one: Element) => (one.closest(mask) ? undefined : textHash(one.textContent as string));
  const { protocol, pathname } = el as HTMLAnchorElement;
  const classes = [...el.classList].filter(isStableName);
  const steps: string[] = [];
  let heading: number | undefined;
  for (
    let at: Element | null = el;
    at && at !== document.body && steps.length < MOST_STEPS;
    at = parentOf(at)
  ) {
    let place = 1;
    let other = at.previousElementSibling;
    for (let count = 0; other && count < MOST_SIBLINGS; count++, other = other.previousElementSibling) {
      if (other.localName === at.localName) place++;
      for (const one of count < MOST_SEARCHED ? [other, other.firstElementChild] : [])
        if (one && /^h\d$/.test(one.localName)) heading = heading ?? hash(one);
    }
    steps.unshift(at.localName + (place > 1 ? `:${place}` : ''));
  }
  return {
    tag: el.localName,
    id: isStableName(el.id) ? el.id : undefined,
    ref: ['data-heat', 'data-testid', 'data-test', 'data-cy'].map(own).find(Boolean),
    name: own('name'),
    role: own('role'),
    type: own('type'),
    // Mail and telephone addresses and scripts are nobody's business.
    href: /^[hf]/.test(protocol) ? pathname.slice(0, 300) : undefined,
    text: hasLabel(el) ? hash(el) : undefined,
    heading,
    landmark: el.parentElement?.closest(LANDMARKS)?.localName,
    path: steps.join('>'),
    classes: classes[0] ? classes.slice(0, 3) : undefined,
  };
}

/** True when the text of an element is its label: not for containers, and never for what somebody typed. */
function hasLabel(el: HTMLElement): boolean {
  return (
    (!el.childElementCount || el.matches(INTERACTIVE)) &&
    !el.isContentEditable &&
    !/^(select|textarea)$/.test(el.localName)
  );
}

/** The parent element, through the border of a shadow root. */
function parentOf(el: Element): Element | null {
  return el.parentElement ?? (el.getRootNode() as ShadowRoot).host;
}

/**
 * What a click was meant for: the link, button or field around the place that was hit, else the nearest HTML element;
 * text, SVG parts and pieces of shadow roots have one.
 */
export function clickedElement(event: Event): HTMLElement | null {
  let at = event.composedPath()[0] as Element | null;
  while (at && !(at instanceof HTMLElement)) at = parentOf(at);
  return at && (at.closest<HTMLElement>(INTERACTIVE) ?? at);
}
