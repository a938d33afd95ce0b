// Describes an element as it is stored: for the parts of the tracker that compare with what is stored themselves. What
// the core sends is made so by the server.

import type { ElementDescriptor } from '../../src/contract/element.ts';
import { stableDescriptor } from '../../src/contract/stable-name.ts';
import { describeRaw } from './describe-raw.ts';

/** Describes an HTML element; `mask` is a selector inside which no text is hashed. */
export function describeElement(el: HTMLElement, mask: string): ElementDescriptor {
  const raw = describeRaw(el, mask);
  for (const name of ['name', 'role', 'type', 'href'] as const) raw[name] = raw[name] || undefined;
  return stableDescriptor(raw);
}
