// One short text for the structure of a page: the same whatever its words are and however long its lists are.

import type { SnapshotNode } from '../contract/snapshot.ts';
import { hash52 } from '../lib/hash.ts';

/** Deeper structure is content: what a template puts together stands above it. */
const DEEPEST = 12;

/** Hash of the set of different ways from the root to an element, by tags and roles. */
export function layoutHash(nodes: readonly SnapshotNode[]): string {
  const ways: (string | null)[] = [];
  const different = new Set<string>();
  for (const [parent, tag, attributes] of nodes) {
    const above = parent < 0 ? '' : (ways[parent] ?? null);
    const isStructure = attributes !== undefined && above !== null && !/^(head|style|svg|br)$/.test(tag);
    const role = attributes?.role;
    const way = isStructure ? `${above}>${tag}${role ? `=${role}` : ''}` : null;
    ways.push(way !== null && way.split('>').length <= DEEPEST + 1 ? way : null);
    if (ways.at(-1)) different.add(way as string);
  }
  return hash52([...different].sort().join('\n')).toString(36);
}
