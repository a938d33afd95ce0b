// The tree of a page, regrown from the paths of its described elements in document order, and how far two of them stand
// apart in it. Paths are cut at their upper end; what lies above is learnt from the elements before. Pure.

import { PATH_STEPS } from './element.ts';

/** Steps up from one element to the nearest ancestor of both, and from there down to the other. */
export type Relation = { up: number; down: number };

export type Tree = {
  paths: readonly (readonly string[])[];
  /** Index of each element's nearest ancestor among them, -1 at the top. */
  parents: readonly number[];
  depths: readonly number[];
  /** Index of the last element inside each element; its own when there is none. */
  lasts: readonly number[];
};

/** `paths` are those of the elements of a page, in document order. */
export function growTree(paths: readonly (readonly string[])[]): Tree {
  const parents: number[] = [];
  const depths: number[] = [];
  const lasts: number[] = [];
  const open: number[] = [];
  for (const [index, path] of paths.entries()) {
    let below = 0;
    while (open.length > 0) {
      below = stepsBelow(path, paths[open.at(-1) as number] as string[]);
      if (below > 0) break;
      open.pop();
    }
    const parent = open.at(-1) ?? -1;
    parents.push(parent);
    depths.push(parent < 0 ? path.length - 1 : (depths[parent] as number) + below);
    lasts.push(index);
    for (const above of open) lasts[above] = index;
    open.push(index);
  }
  return { paths, parents, depths, lasts };
}

/** How far a path leads below another one, which may be cut at another height; 0 when it leads elsewhere. */
function stepsBelow(path: readonly string[], above: readonly string[]): number {
  const isCut = path.length === PATH_STEPS && above.length === PATH_STEPS;
  for (let cut = isCut ? 1 : 0; cut <= (isCut ? MOST_CUT : 0); cut++) {
    const shared = above.length - cut;
    let at = 0;
    while (at < shared && path[at] === above[at + cut]) at++;
    if (at === shared && path.length > shared) return path.length - shared;
  }
  return 0;
}

/** How two elements of a tree stand to each other. */
export function treeRelation({ paths, parents, depths }: Tree, from: number, to: number): Relation {
  let [a, b] = [from, to];
  while (a !== b) {
    const isDeeper = a >= 0 && (b < 0 || (depths[a] as number) >= (depths[b] as number));
    if (isDeeper) a = parents[a] ?? -1;
    else b = parents[b] ?? -1;
  }
  // What stands around both may not be among the described.
  if (a < 0) return pathRelation(paths[from] ?? [], paths[to] ?? []);
  const shared = depths[a] as number;
  return { up: (depths[from] as number) - shared, down: (depths[to] as number) - shared };
}

/** The same for two paths. Where one is cut, the part above it is taken to be that of the other. */
export function pathRelation(from: readonly string[], to: readonly string[]): Relation {
  let best = { up: from.length, down: to.length };
  let most = 0;
  const highest = to.length === PATH_STEPS ? Math.min(MOST_CUT, from.length - 1) : 0;
  const lowest = from.length === PATH_STEPS ? -Math.min(MOST_CUT, to.length - 1) : 0;
  for (const shift of SHIFTS) {
    if (shift > highest || shift < lowest) continue;
    const [left, right] = [Math.max(0, shift), Math.max(0, -shift)];
    let shared = 0;
    const isShared = () =>
      left + shared < from.length && right + shared < to.length && from[left + shared] === to[right + shared];
    while (isShared()) shared++;
    // One step in common may be chance.
    if (shared <= most || (shift !== 0 && shared < 2)) continue;
    most = shared;
    best = { up: from.length - left - shared, down: to.length - right - shared };
  }
  return best;
}

const SHIFTS = [0, 1, -1, 2, -2, 3, -3, 4, -4];
/** Steps by which two cut paths may be cut apart. */
const MOST_CUT = 4;

/** The two children of the nearest common ancestor in which the two elements stand; null when one is inside the other. */
export function splitAt({ parents, depths }: Tree, from: number, to: number): [number, number] | null {
  let [a, b] = [from, to];
  while ((parents[a] ?? -1) !== (parents[b] ?? -1)) {
    if ((depths[a] as number) >= (depths[b] as number)) a = parents[a] as number;
    else b = parents[b] as number;
    if (a < 0 || b < 0 || a === b) return null;
  }
  return a === b ? null : [a, b];
}
