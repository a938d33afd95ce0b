// Finds the large blocks of a page, top to bottom, without walking all of it.

import { LANDMARKS } from '../../src/contract/element.ts';

const MOST_SECTIONS = 20;
const MOST_DEPTH = 6;

/**
 * Up to 20 blocks: what stands directly in body, in main and in wrappers, which are plain blocks that are taller than a
 * screen and a half or make up most of their parent.
 */
export function findSections(parent = document.body, found: HTMLElement[] = [], depth = 0): HTMLElement[] {
  const tall = Math.min(innerHeight * 1.5, parent.offsetHeight * 0.7);
  for (const el of parent.children as HTMLCollectionOf<HTMLElement>) {
    const height = el.offsetHeight;
    if (found.length >= MOST_SECTIONS) break;
    // Blocks that mean something by themselves stay whole, however tall.
    const isWrapper = el.localName === 'main' || (height > tall && !el.matches(LANDMARKS.join()));
    if (isWrapper && depth < MOST_DEPTH && el.firstElementChild) findSections(el, found, depth + 1);
    // What is not displayed has no height, and a mere line is no section.
    else if (height > 7) found.push(el);
  }
  return found;
}
