// The id of an element: a hash of the parts of its descriptor that name it. Equal ids mean "the same thing clicked";
// telling that two ids are one thing after a redeploy is the matcher's work, so splitting is safer than merging.

import type { ElementDescriptor } from '../contract/element.ts';
import { hash52 } from '../lib/hash.ts';

/**
 * 52-bit id, never 0. An id attribute names its element alone; without one, everything that tells apart the
 * repeated items of a list does: words, address, heading and position. Classes say too little and change too often.
 */
export function elementId(descriptor: ElementDescriptor): number {
  const { tag, id, ref, name, role, type, href, text, heading, landmark, path, selector } = descriptor;
  if (id !== undefined) return hash52(JSON.stringify([tag, id]));
  return hash52(JSON.stringify([tag, ref, name, role, type, href, text, heading, landmark, path, selector]));
}
