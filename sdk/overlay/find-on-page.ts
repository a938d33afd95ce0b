// Finds the clicked elements on the live page, by the same scoring as the dashboard's maps.

import type { ElementDescriptor } from '../../src/contract/element.ts';
import type { Verdict } from '../../src/contract/find-element.ts';
import { findElements } from '../../src/contract/find-elements.ts';
import { describeElement } from '../core/describe-element.ts';
import type { Options } from '../core/options.ts';
import { unhashed } from '../core/privacy.ts';

/** As many as a snapshot describes. */
const MOST_CANDIDATES = 6_000;

export type Sought = { state: Verdict; el: HTMLElement | undefined };

/** One answer for each wanted element; elements are described as the tracker with these options describes them. */
export function findOnPage(wanted: readonly ElementDescriptor[], options: Options): Sought[] {
  // A script tag's attributes stand beside each other, without groups.
  const mask = unhashed({ ...options, ...options.privacy });
  const candidates = [document.documentElement, document.body];
  const collect = (root: ParentNode) => {
    for (const el of root.querySelectorAll<HTMLElement>('*')) {
      if (el.shadowRoot) collect(el.shadowRoot);
      // What is hidden at this width as well: else its twin that is not would be taken for it.
      if (el instanceof HTMLElement && candidates.length < MOST_CANDIDATES) candidates.push(el);
    }
  };
  collect(document.body);
  const found = findElements(
    wanted,
    candidates.map((el) => describeElement(el, mask)),
  );
  return found.map(({ verdict, index }) => ({ state: verdict, el: candidates[index] }));
}
