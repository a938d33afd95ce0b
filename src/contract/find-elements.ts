// Finds all elements of a page again at once: what was found for certain tells where its neighbours went. That is how
// twins (the same button in every card) are told apart after a list was reordered. Pure.

import type { ElementDescriptor } from './element.ts';
import { type Found, judge, type Prepared, prepare, type Ranked, rank } from './find-element.ts';

/** Neighbours asked about one element, the nearest in the page's tree. */
const MOST_NEIGHBOURS = 6;
/** Marks (all but the place) that lie this close to the best do not tell two candidates apart. */
const TWIN_MARGIN = 0.12;
/** Weight of marks that make an element known by itself: a text, an address or an id. */
const ANCHOR_WEIGHT = 16;
/** What agreeing with all neighbours adds to a score. */
const NEIGHBOUR_SHARE = 0.5;
/** Neighbours do not speak for a candidate whose own score is below this. */
const LEAST_SCORE = 0.4;

/** An element that is known by itself: where it was and where it is. */
type Anchor = { from: string[]; to: string[] };

/**
 * One answer for each wanted element, as findElement() gives them. An element that is told from others like it only by
 * its place is placed where its neighbours are, and is unsure when they do not tell.
 */
export function findElements(
  wanted: readonly ElementDescriptor[],
  candidates: readonly ElementDescriptor[],
): Found[] {
  const prepared = candidates.map(prepare);
  const byTag = groupByTag(prepared);
  const questions = wanted.map(prepare);
  const rankings = questions.map((one) => {
    const { indexes, elements } = byTag.get(one.tag) ?? { indexes: [], elements: [] };
    return rank(one, elements).map((entry) => ({ ...entry, index: indexes[entry.index] as number }));
  });
  const isAnchor = rankings.map(isKnown);
  const stepsAt = (entry: { index: number } | undefined) => prepared[entry?.index ?? -1]?.steps ?? [];
  const anchors = rankings.flatMap((ranking, at) =>
    isAnchor[at] ? [{ from: questions[at]?.steps ?? [], to: stepsAt(ranking[0]) }] : [],
  );
  const isTouched = anchors.some(({ from, to }) => from.join() !== to.join());
  const found = rankings.map((ranking, at) => {
    if (isAnchor[at]) return judge(ranking);
    const question = { steps: questions[at]?.steps ?? [], ranking, anchors, stepsAt };
    const answer = judge(weighNeighbours(question));
    const isGuess = isTouched && answer.verdict === 'placed' && !canTellTwins(question, answer.index);
    return isGuess ? { ...answer, verdict: 'unsure' as const } : answer;
  });
  return leaveToBetter(wanted, found);
}

function groupByTag(candidates: readonly Prepared[]) {
  const groups = new Map<string, { indexes: number[]; elements: Prepared[] }>();
  for (const [index, candidate] of candidates.entries()) {
    const group = groups.get(candidate.tag) ?? { indexes: [], elements: [] };
    group.indexes.push(index);
    group.elements.push(candidate);
    groups.set(candidate.tag, group);
  }
  return groups;
}

/** True when the best is placed by its marks and not by its place. */
function isKnown(ranking: Ranked): boolean {
  const [first] = ranking;
  if (!first || first.weight < ANCHOR_WEIGHT || judge(ranking).verdict !== 'placed') return false;
  return ranking.every((one) => one === first || one.marks < first.marks - TWIN_MARGIN);
}

type Neighbourhood = {
  /** Where the wanted element was. */
  steps: string[];
  ranking: Ranked;
  anchors: readonly Anchor[];
  stepsAt: (entry: { index: number }) => string[];
};

/** The ranking with each candidate's agreement with the neighbours taken in. */
function weighNeighbours({ steps, ranking, anchors, stepsAt }: Neighbourhood): Ranked {
  if (ranking.length === 0) return ranking;
  const near = anchors
    .map((anchor) => ({ anchor, was: relation(steps, anchor.from) }))
    .sort((a, b) => a.was.up + a.was.down - (b.was.up + b.was.down))
    .slice(0, MOST_NEIGHBOURS);
  if (near.length === 0) return ranking;
  const weighed = ranking.map((one) => {
    let agreed = 0;
    let of = 0;
    for (const { anchor, was } of near) {
      const is = relation(stepsAt(one), anchor.to);
      const weight = 1 / (1 + was.up + was.down);
      of += weight;
      agreed += weight / (1 + Math.abs(is.up - was.up) + Math.abs(is.down - was.down));
    }
    const support = one.score < LEAST_SCORE ? 0 : agreed / of;
    return { ...one, score: one.score * (1 - NEIGHBOUR_SHARE) + support * NEIGHBOUR_SHARE };
  });
  return weighed.sort((a, b) => b.score - a.score);
}

/**
 * False when there are twins of the chosen one and no anchor lies in that part of the page by which they differ: on a
 * page that has changed nothing says then that places are still those of the same elements.
 */
function canTellTwins({ steps, ranking, anchors, stepsAt }: Neighbourhood, index: number): boolean {
  const chosen = ranking.find((one) => one.index === index);
  if (!chosen) return true;
  const ups = ranking
    .filter((one) => one !== chosen && one.marks >= chosen.marks - TWIN_MARGIN && one.score >= LEAST_SCORE)
    .map((twin) => relation(stepsAt(chosen), stepsAt(twin)).up);
  if (ups.length === 0) return true;
  const split = Math.max(...ups);
  return anchors.some(({ from }) => relation(steps, from).up < split);
}

/** Steps from a place up to the nearest common ancestor, and from there down to the other. */
function relation(from: readonly string[], to: readonly string[]): { up: number; down: number } {
  let shared = 0;
  while (shared < from.length && shared < to.length && from[shared] === to[shared]) shared++;
  return { up: from.length - shared, down: to.length - shared };
}

/** Two wanted elements from two places cannot be one: the better keeps it, the other is unsure. */
function leaveToBetter(wanted: readonly ElementDescriptor[], found: readonly Found[]): Found[] {
  const claims = new Map<number, number[]>();
  for (const [at, { verdict, index }] of found.entries())
    if (verdict === 'placed') claims.set(index, [...(claims.get(index) ?? []), at]);
  return found.map((one, at) => {
    const rivals = one.verdict === 'placed' ? (claims.get(one.index) ?? []) : [];
    const isTaken = rivals.some(
      (rival) =>
        rival !== at && (found[rival]?.score ?? 0) >= one.score && wanted[rival]?.path !== wanted[at]?.path,
    );
    return isTaken ? { ...one, verdict: 'unsure' as const } : one;
  });
}
