// Finds all elements of a page again at once: what was found for certain tells where its neighbours went. That is how
// twins (the same button in every card) are told apart after a list was reordered. Pure.

import type { ElementDescriptor } from './element.ts';
import { type Found, judge, type Prepared, prepare, type Ranked, rank } from './find-element.ts';
import { growTree } from './find-element-tree.ts';
import {
  type Anchor,
  findAmongTwins,
  groupEquals,
  type SearchedPage,
  TWIN_MARGIN,
} from './find-element-twins.ts';

/** Weight of agreeing marks that make an element known by itself: a text, an address or an id. */
const KNOWN_WEIGHT = 16;
/** Times that the rest is looked for, each time with more neighbours known. */
const ROUNDS = 3;
/** From here on what was found by its neighbours is a neighbour to others. */
const SURE_SCORE = 0.5;
const SURE_MARGIN = 0.1;
/** Links to one address that are still named by it. */
const MOST_SHARING = 3;

/**
 * One answer for each wanted element, as findElement() gives them; candidates are all elements of a page that are laid
 * out, in document order. An element that is told from others like it only by its place is placed where its neighbours
 * are, and is unsure when they do not tell.
 */
export function findElements(
  wanted: readonly ElementDescriptor[],
  candidates: readonly ElementDescriptor[],
): Found[] {
  const isNaming = namingAddresses(candidates);
  const elements = candidates.map((one) => prepare(one, isNaming));
  const questions = wanted.map((one) => prepare(one, isNaming));
  const byTag = groupByTag(elements);
  const rankings = questions.map((one) => {
    const group = byTag.get(one.tag) ?? { indexes: [], elements: [] };
    return rank(one, group.elements).map((entry) => ({
      ...entry,
      index: group.indexes[entry.index] as number,
    }));
  });
  const page = {
    elements,
    tree: growTree(elements.map(({ steps }) => steps)),
    equals: groupEquals(questions),
  };
  let found: (Found | null)[] = rankings.map((ranking) => (isKnown(ranking) ? judge(ranking) : null));
  for (let round = 0; round < ROUNDS; round++) found = findRest({ questions, rankings, page, found });
  return leaveToBetter(wanted, found as Found[]);
}

/** An address that many links share (`#` is the page's own) says nothing of any of them. */
function namingAddresses(candidates: readonly ElementDescriptor[]): (href: string) => boolean {
  const counts = new Map<string, number>();
  for (const { href } of candidates) if (href !== undefined) counts.set(href, (counts.get(href) ?? 0) + 1);
  return (href) => (counts.get(href) ?? 0) <= MOST_SHARING;
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

/** True when the best is placed by its own marks and not by its place. */
function isKnown(ranking: Ranked): boolean {
  const [first] = ranking;
  if (!first || first.own < KNOWN_WEIGHT || judge(ranking).verdict !== 'placed') return false;
  return ranking.every((one) => one === first || one.marks < first.marks - TWIN_MARGIN);
}

type Search = {
  questions: readonly Prepared[];
  rankings: readonly Ranked[];
  page: Pick<SearchedPage, 'elements' | 'tree' | 'equals'>;
  /** So far; null for what nobody knows yet. */
  found: readonly (Found | null)[];
};

/** Leaves what is sure and looks for the rest among the candidates that are not taken. */
function findRest({ questions, rankings, page, found }: Search): Found[] {
  const isSure = found.map(
    (one) => one?.verdict === 'placed' && one.score >= SURE_SCORE && one.margin >= SURE_MARGIN,
  );
  const anchors = found.flatMap((one, at): Anchor[] => {
    const [from, to] = [questions[at]?.steps ?? [], one?.index ?? -1];
    return isSure[at] ? [{ from, to, isMoved: from.join() !== page.elements[to]?.steps.join() }] : [];
  });
  const searched = { ...page, anchors, isTouched: anchors.some(({ isMoved }) => isMoved) };
  const takenFrom = new Map(anchors.map(({ from, to }) => [to, from.join()]));
  return questions.map((question, at) => {
    const known = found[at];
    if (known && isSure[at]) return known;
    // Two descriptions of one place, before and after a change of its text, may be one element.
    const place = question.steps.join();
    const free = (rankings[at] ?? []).filter(({ index }) => (takenFrom.get(index) ?? place) === place);
    return findAmongTwins(question, free, searched);
  });
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
