// Which of several like candidates an element is: the one that stands to its neighbours as it stood, or, among those that
// are the same through and through, the one at the same place among its equals. Else nobody knows. Pure.

import { PATH_STEPS } from './element.ts';
import { type Found, isReworded, judge, type Prepared, type Ranked, stepsLikeness } from './find-element.ts';
import { pathRelation, type Relation, splitAt, type Tree, treeRelation } from './find-element-tree.ts';

/** Marks (all but the place) that lie this close to the best do not tell two candidates apart. */
export const TWIN_MARGIN = 0.08;
/** Neighbours asked about one element, the nearest in the page's tree. */
const MOST_NEIGHBOURS = 8;
/** Steps to a neighbour that counts as close. */
const CLOSE = 4;
/** What agreeing with all neighbours weighs beside the element's own score. */
const NEIGHBOUR_SHARE = 0.4;
/** Neighbours do not speak for a candidate whose own score is below this. */
const LEAST_SCORE = 0.3;
/** From so many known elements inside on, a box is one that holds at least this share of them. */
const LEAST_INSIDE = 2;
const SAME_CONTENTS = 0.5;
/** Elements of a twin's part of the page that are compared with those of the other. */
const MOST_COMPARED = 60;

/** An element that is known: where it was, and which candidate it is. */
export type Anchor = { from: readonly string[]; to: number; isMoved: boolean };
export type SearchedPage = {
  elements: readonly Prepared[];
  tree: Tree;
  anchors: readonly Anchor[];
  /** Some anchor stands elsewhere than it did: places are not trusted. */
  isTouched: boolean;
  /** Wanted elements that say the same, in the order of their places. */
  equals: ReadonlyMap<string, readonly Prepared[]>;
};
type Near = { anchor: Anchor; was: Relation };

/** The verdict on an element that is not known by itself. */
export function findAmongTwins(question: Prepared, free: Ranked, page: SearchedPage): Found {
  const neighbours = neighboursOf(question, page.anchors);
  const near = neighbours.slice(0, MOST_NEIGHBOURS);
  const ranking = holdingTheSame(free, neighbours, page);
  const answer = judge(weighNeighbours(ranking, near, page));
  const chosen = ranking.find(({ index }) => index === answer.index);
  if (answer.verdict === 'gone' || !chosen) return answer;
  const unsure = { ...answer, verdict: 'unsure' as const };
  const twins = ranking.filter(
    ({ marks, score }) => marks >= chosen.marks - TWIN_MARGIN && score >= LEAST_SCORE,
  );
  const isRewording = chosen.own === 0 && isReworded(question, page.elements[answer.index] as Prepared);
  if (answer.verdict === 'placed' && isRewording && isDoubtful({ question, answer, twins, near, page }))
    return unsure;
  if (twins.length < 2) return answer;
  if (!page.isTouched) {
    const there = twins.filter(({ index }) => isSamePlace(question, page.elements[index] as Prepared));
    if (there.length === 1) return { ...answer, verdict: 'placed', index: there[0]?.index ?? -1 };
  }
  const isTold = !page.isTouched || canTellTwins(answer.index, twins, near, page);
  if (answer.verdict === 'placed' && isTold) return answer;
  const index = placeAmongEquals(question, twins, near, page);
  return index >= 0 ? { ...answer, verdict: 'placed', index } : unsure;
}

/** Wanted elements by what they say, in the order of their places in the page. */
export function groupEquals(questions: readonly Prepared[]): Map<string, Prepared[]> {
  const groups = new Map<string, Prepared[]>();
  for (const one of questions) {
    const group = groups.get(saidBy(one)) ?? [];
    if (group.every(({ steps }) => steps.join() !== one.steps.join())) group.push(one);
    groups.set(saidBy(one), group);
  }
  for (const group of groups.values()) group.sort((a, b) => comparePlaces(a.steps, b.steps));
  return groups;
}

function saidBy({ tag, href, exact }: Prepared): string {
  return [tag, href, ...exact].join();
}

/** Before or after in the page, for paths of the same tags. */
function comparePlaces(a: readonly string[], b: readonly string[]): number {
  const placeIn = (step = '') => Number(step.split(':')[1] ?? 1);
  for (const [at, step] of a.entries()) {
    const apart = placeIn(step) - placeIn(b[at]);
    if (apart !== 0) return apart;
  }
  return a.length - b.length;
}

/** Nearest first. */
function neighboursOf({ steps }: Prepared, anchors: readonly Anchor[]): Near[] {
  return anchors
    .map((anchor) => ({ anchor, was: pathRelation(steps, anchor.from) }))
    .sort((a, b) => distanceOf(a) - distanceOf(b));
}

/** Of a box the candidates that hold most of what it held. */
function holdingTheSame(ranking: Ranked, neighbours: readonly Near[], { tree }: SearchedPage): Ranked {
  // What a path was cut of may be this box or another one like it.
  const inside = neighbours.filter(
    ({ anchor, was }) => was.up === 0 && was.down > 0 && anchor.from.length < PATH_STEPS,
  );
  if (inside.length < LEAST_INSIDE) return ranking;
  return ranking.filter(({ index }) => {
    const last = tree.lasts[index] ?? index;
    const held = inside.filter(({ anchor }) => anchor.to > index && anchor.to <= last).length;
    return held >= inside.length * SAME_CONTENTS;
  });
}

/** The ranking with each candidate's agreement with the neighbours taken in. */
function weighNeighbours(ranking: Ranked, near: readonly Near[], { tree }: SearchedPage): Ranked {
  if (near.length === 0) return ranking;
  const weighed = ranking.map((one) => {
    let agreed = 0;
    let of = 0;
    for (const neighbour of near) {
      const weight = 1 / (1 + distanceOf(neighbour));
      of += weight;
      agreed += weight / (1 + departure(one.index, neighbour, tree));
    }
    const support = one.score < LEAST_SCORE ? 0 : agreed / of;
    return { ...one, score: one.score * (1 - NEIGHBOUR_SHARE) + support * NEIGHBOUR_SHARE };
  });
  return weighed.sort((a, b) => b.score - a.score);
}

function distanceOf({ was }: Near): number {
  return was.up + was.down;
}

/** Steps by which a candidate stands to a neighbour otherwise than the wanted element did. */
function departure(index: number, { anchor, was }: Near, tree: Tree): number {
  const is = treeRelation(tree, index, anchor.to);
  return Math.abs(is.up - was.up) + Math.abs(is.down - was.down);
}

/** Whether an anchor stands elsewhere than it did in that part of the page that it shares with the wanted element. */
function hasMoved({ anchor, was }: Near, { elements }: SearchedPage): boolean {
  const to = elements[anchor.to]?.steps ?? [];
  return anchor.from.slice(-was.down).join() !== to.slice(-was.down).join();
}

/**
 * What says something else than it did was edited, or it is another element that came into its place. Among others like
 * it close neighbours must be as they were; alone, no neighbour may have moved.
 */
function isDoubtful(given: {
  question: Prepared;
  answer: Found;
  twins: Ranked;
  near: readonly Near[];
  page: SearchedPage;
}): boolean {
  const { question, answer, twins, near, page } = given;
  if (twins.length < 2) return question.saysSomething && near.some((one) => hasMoved(one, page));
  const still = near.filter(
    (one) =>
      distanceOf(one) <= CLOSE && departure(answer.index, one, page.tree) === 0 && !hasMoved(one, page),
  );
  return still.length < 2;
}

function isSamePlace(question: Prepared, candidate: Prepared): boolean {
  return candidate.steps.join() === question.steps.join() && !isReworded(question, candidate);
}

/**
 * Whether each other twin stands to some neighbour otherwise than the chosen one, which stands to it as it did. On a page
 * that has changed nothing else says that places are still those of the same elements.
 */
function canTellTwins(index: number, twins: Ranked, near: readonly Near[], { tree }: SearchedPage): boolean {
  const own = near.map((one) => departure(index, one, tree));
  return twins.every((twin) => {
    if (twin.index === index) return true;
    const telling = near.filter((one, at) => (own[at] as number) < departure(twin.index, one, tree));
    const { up, down } = treeRelation(tree, index, twin.index);
    if (up > 0 && down > 0) return telling.length > 0;
    // Of boxes around each other one may be new: what stands inside and what stands outside must agree.
    return telling.some(({ was }) => was.up === 0) && telling.some(({ was }) => was.up > 0);
  });
}

/**
 * The twin at the same place among its equals, or -1. Only for twins that are the same through and through, with all that
 * stands around them up to where they part: nobody could tell these apart, so that the first of them is still the first.
 */
function placeAmongEquals(
  question: Prepared,
  twins: Ranked,
  near: readonly Near[],
  page: SearchedPage,
): number {
  const [first, ...others] = twins.map(({ index }) => index).sort((a, b) => a - b);
  if (first === undefined) return -1;
  const areSame = others.every((index) => {
    const split = splitAt(page.tree, first, index);
    return split !== null && contentsOf(split[0], page) === contentsOf(split[1], page);
  });
  if (!areSame) return -1;
  const equals = page.equals.get(saidBy(question)) ?? [];
  if (equals.length === twins.length) return [first, ...others][equals.indexOf(question)] ?? -1;
  if (near.some((one) => hasMoved(one, page))) return -1;
  const likeness = twins.map(({ index }) => stepsLikeness(question, page.elements[index] as Prepared));
  const best = Math.max(...likeness);
  const isOne = likeness.filter((one) => one === best).length === 1;
  return isOne ? (twins[likeness.indexOf(best)]?.index ?? -1) : -1;
}

/** What stands in a part of the page and says it, whatever its place and its classes. */
function contentsOf(index: number, { elements, tree }: SearchedPage): string {
  const last = Math.min(tree.lasts[index] ?? index, index + MOST_COMPARED);
  return elements
    .slice(index, last + 1)
    .map(({ tag, href, own }) => [tag, href, ...own].join())
    .join(';');
}
