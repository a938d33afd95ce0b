// Finds an element again, in another layout or after a redeploy, by its description alone. Pure: no DOM, no clock.
// In the contract because everything that draws a map must agree on it. Weights are measured by test/identity.test.ts;
// see docs/decisions/0012-finding-elements.md.

import type { ElementDescriptor } from './element.ts';

/** `placed`: this one. `unsure`: something like it is there, but which one is not clear. `gone`: nothing like it. */
export type Verdict = 'placed' | 'unsure' | 'gone';

export type Found = {
  verdict: Verdict;
  /** Index of the best candidate, also of an unsure one; -1 when gone. */
  index: number;
  /** Of the best candidate, 0…1. */
  score: number;
  /** How far the second best is behind, 0…1. */
  margin: number;
};

/** What a mark adds to the evidence when both sides have it, and the share of that when only one side has it. */
export const WEIGHTS = {
  ref: { both: 30, one: 0.5 },
  id: { both: 16, one: 0.3 },
  name: { both: 14, one: 0.5 },
  href: { both: 16, one: 0.7 },
  text: { both: 18, one: 0.5 },
  type: { both: 6, one: 0.5 },
  role: { both: 4, one: 0.5 },
  heading: { both: 12, one: 0.7 },
  landmark: { both: 4, one: 0.5 },
  classes: { both: 8, one: 0.3 },
  path: { both: 14, one: 0.2 },
} as const;

/** Below this the best candidate is something else. */
export const PLACED_SCORE = 0.55;
/** The second best must be this far behind. */
export const PLACED_MARGIN = 0.065;

/** How alike two descriptions are, 0…1. Another tag is another element: 0. Symmetric. */
export function scoreElement(wanted: ElementDescriptor, candidate: ElementDescriptor): number {
  const [ranked] = rank(prepare(wanted), [prepare(candidate)]);
  return ranked?.score ?? 0;
}

/**
 * The best of the candidates, when it is good enough and clearly ahead of the second. Of several that differ in nothing
 * but their place, the one at the very same place is taken.
 */
export function findElement(wanted: ElementDescriptor, candidates: readonly ElementDescriptor[]): Found {
  return judge(
    rank(
      prepare(wanted),
      candidates.map((one) => prepare(one)),
    ),
  );
}

/** A description taken apart once for many comparisons. */
export type Prepared = {
  tag: string;
  /** In the order of EXACT. */
  exact: (string | number | undefined)[];
  /** The same without what stands around it. */
  own: (string | number | undefined)[];
  /** It has words of its own, or an image's or a field's. */
  saysSomething: boolean;
  href: string | undefined;
  classes: readonly string[];
  steps: string[];
  tags: string[];
};

const EXACT = ['ref', 'id', 'name', 'type', 'role', 'text', 'heading', 'landmark'] as const;
type Mark = (typeof EXACT)[number];
/** What stands around an element. */
const AROUND: ReadonlySet<Mark> = new Set(['heading', 'landmark']);
/** What an element says or is called itself, as opposed to what stands around it and what others share. */
const OWN: ReadonlySet<Mark> = new Set(['ref', 'id', 'name', 'text']);
const EXACT_WEIGHTS = EXACT.map((mark) => WEIGHTS[mark]);

/** `isNaming` says which addresses tell their links from others. */
export function prepare(element: ElementDescriptor, isNaming = (_href: string) => true): Prepared {
  const steps = element.path ? element.path.split('>') : [];
  return {
    tag: element.tag,
    exact: EXACT.map((mark) => element[mark]),
    own: EXACT.filter((mark) => !AROUND.has(mark)).map((mark) => element[mark]),
    saysSomething: element.text !== undefined,
    href: element.href !== undefined && isNaming(element.href) ? element.href : undefined,
    classes: [...new Set(element.classes)],
    steps,
    tags: steps.map((step) => step.replace(/:.*/, '')),
  };
}

/** `marks`: agreement of all marks but the place, 0…1. `own`: weight of the agreeing marks that are the element's alone. */
export type Ranked = { index: number; score: number; marks: number; own: number }[];

/** Candidates with the wanted tag, best first, at most `most`. */
export function rank(wanted: Prepared, candidates: readonly Prepared[], most = 24): Ranked {
  const best: Ranked = [];
  for (let index = 0; index < candidates.length; index++) {
    const candidate = candidates[index] as Prepared;
    if (candidate.tag !== wanted.tag) continue;
    const marks = weighMarks(wanted, candidate);
    const last = best.length < most ? 0 : (best[best.length - 1]?.score ?? 0);
    const { both, one } = WEIGHTS.path;
    // With a perfect path it still would not be among the best: the costly part is spared.
    if (marks.agreed + both <= last * (marks.of + both)) continue;
    const ends = Number(wanted.steps.length > 0) + Number(candidate.steps.length > 0);
    const of = marks.of + (ends === 2 ? both : ends * both * one);
    const agreed = marks.agreed + (ends === 2 ? both * stepsLikeness(wanted, candidate) : 0);
    const score = of > 0 ? agreed / of : 0;
    if (score <= last) continue;
    let at = best.length;
    while (at > 0 && (best[at - 1]?.score ?? 0) < score) at--;
    best.splice(at, 0, { index, score, marks: marks.of > 0 ? marks.agreed / marks.of : 0, own: marks.own });
    if (best.length > most) best.pop();
  }
  return best;
}

/** The verdict on a ranking. */
export function judge([first, second]: Ranked): Found {
  if (!first || first.score < PLACED_SCORE)
    return { verdict: 'gone', index: -1, score: first?.score ?? 0, margin: 0 };
  const margin = first.score - (second?.score ?? 0);
  const isClear = margin >= PLACED_MARGIN || (first.score === 1 && margin > 0);
  return { verdict: isClear ? 'placed' : 'unsure', index: first.index, score: first.score, margin };
}

/** Whether both say something of their own, and not the same: the text was edited, or it is another element. */
export function isReworded(a: Prepared, b: Prepared): boolean {
  const differ = (mark: Mark) => {
    const [left, right] = [a.exact[EXACT.indexOf(mark)], b.exact[EXACT.indexOf(mark)]];
    return left === undefined || right === undefined ? null : left !== right;
  };
  // A container says nothing itself; its heading is the first inside.
  return differ('text') ?? (a.exact[EXACT.indexOf('text')] === undefined && differ('heading')) ?? false;
}

function weighMarks(a: Prepared, b: Prepared): { agreed: number; of: number; own: number } {
  let agreed = 0;
  let own = 0;
  let of = 0;
  for (let at = 0; at < EXACT.length; at++) {
    const [left, right] = [a.exact[at], b.exact[at]];
    const { both, one } = EXACT_WEIGHTS[at] as { both: number; one: number };
    if (left === undefined && right === undefined) continue;
    of += left === undefined || right === undefined ? both * one : both;
    if (left !== right) continue;
    agreed += both;
    if (OWN.has(EXACT[at] as Mark)) own += both;
  }
  if (a.href !== undefined || b.href !== undefined) {
    const { both, one } = WEIGHTS.href;
    of += a.href === undefined || b.href === undefined ? both * one : both;
    agreed += both * hrefLikeness(a.href, b.href);
    if (a.href === b.href) own += both;
  }
  if (a.classes.length > 0 || b.classes.length > 0) {
    const { both, one } = WEIGHTS.classes;
    of += a.classes.length === 0 || b.classes.length === 0 ? both * one : both;
    agreed += both * shareOf(a.classes, b.classes);
  }
  return { agreed, of, own };
}

/** Equal, or at least ending in the same name: `/tea/oolong.html` and `/de/tea/oolong.html`. */
function hrefLikeness(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (a === b) return 1;
  const [left, right] = [a.slice(a.lastIndexOf('/')), b.slice(b.lastIndexOf('/'))];
  return left === right && left.length > 1 ? 0.6 : 0;
}

function shareOf(a: readonly string[], b: readonly string[]): number {
  let common = 0;
  for (const name of a) if (b.includes(name)) common++;
  return common === 0 ? 0 : (2 * common) / (a.length + b.length);
}

/** How alike two structural paths are, 0…1. */
export function pathLikeness(a: string, b: string): number {
  return stepsLikeness(prepare({ tag: '', path: a }), prepare({ tag: '', path: b }));
}

/**
 * Longest common run of steps in order (gaps allowed, so that an added wrapper costs one step); the same tag at another
 * place counts half.
 */
export function stepsLikeness(a: Prepared, b: Prepared): number {
  const width = b.steps.length;
  const row = new Array<number>(width + 1).fill(0);
  for (let i = 0; i < a.steps.length; i++) {
    let diagonal = 0;
    for (let j = 0; j < width; j++) {
      const above = row[j + 1] as number;
      const step = a.steps[i] === b.steps[j] ? 1 : a.tags[i] === b.tags[j] ? 0.5 : 0;
      row[j + 1] = Math.max(diagonal + step, above, row[j] as number);
      diagonal = above;
    }
  }
  return (2 * (row[width] as number)) / (a.steps.length + width);
}
