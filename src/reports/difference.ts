// What differs between two maps, element by element, and which differences chance alone does not explain.

import type { HeatmapAnswer, HeatmapElement } from '../contract/api.ts';
import type { ElementDifference, HeatmapComparison } from '../contract/compare-answer.ts';
import { FALSE_ALARMS } from '../contract/compare-answer.ts';
import type { ClusterRows } from '../storage/port.ts';
import { opaqueId } from './parameters.ts';
import { adjustForMany, type ClusterSums, compareShares, designEffect } from './significance.ts';

/** One side: a map's answer, and how its counts gather in sessions. */
export type ComparedSide = { answer: HeatmapAnswer; clusters: ClusterRows };

type Pair = { element: string; label: string; count: number; otherCount: number };

/**
 * Shares are of all counts of their side. Counts are divided by the element's design effect before they are tested,
 * because the clicks of one session are not independent; p values are corrected for the number of elements that could
 * have differed at all (Gilbert's refinement of Benjamini-Hochberg: the others never enter).
 */
export function differencesOf(
  first: ComparedSide,
  second: ComparedSide,
): Pick<HeatmapComparison, 'differences' | 'test'> {
  const { pairs, untold } = pairsOf(first.answer, second.answer);
  const totals = { of: first.answer.meta.total, other: second.answer.meta.total };
  const sums = [sumsByElement(first.clusters), sumsByElement(second.clusters)] as const;
  const tested = pairs.map((pair) => {
    const effect = designEffect([sums[0](pair.element), sums[1](pair.element)]);
    const result = compareShares(
      { count: pair.count / effect, total: totals.of / effect },
      { count: pair.otherCount / effect, total: totals.other / effect },
    );
    return { pair, effect, result, canDiffer: result.leastP <= FALSE_ALARMS };
  });
  const able = tested.filter(({ canDiffer }) => canDiffer);
  const adjusted = new Map(
    adjustForMany(able.map(({ result }) => result.p)).map((p, at) => [able[at]?.pair, p]),
  );
  const differences = tested.map(({ pair, effect, result }): ElementDifference => {
    const adjustedP = adjusted.get(pair) ?? null;
    const share = shareOf(pair.count, totals.of);
    const otherShare = shareOf(pair.otherCount, totals.other);
    const difference = share - otherShare;
    const isSure = adjustedP !== null && adjustedP <= FALSE_ALARMS;
    const verdict = adjustedP === null ? 'few' : !isSure ? 'same' : difference > 0 ? 'more' : 'less';
    const { method: test, p } = result;
    return { ...pair, share, otherShare, difference, test, designEffect: effect, p, adjustedP, verdict };
  });
  const isSure = ({ verdict }: ElementDifference) => verdict === 'more' || verdict === 'less';
  differences.sort(
    (a, b) => Number(isSure(b)) - Number(isSure(a)) || Math.abs(b.difference) - Math.abs(a.difference),
  );
  return {
    differences,
    test: {
      threshold: FALSE_ALARMS,
      tested: able.length,
      significant: differences.filter(isSure).length,
      tooFew: tested.length - able.length,
      untold,
    },
  };
}

/** Elements of either side. Where a side's answer is bounded, what it leaves out is not zero but unknown. */
function pairsOf(first: HeatmapAnswer, second: HeatmapAnswer): { pairs: Pair[]; untold: number } {
  const other = new Map(second.elements.map((element) => [element.element, element]));
  const own = new Set(first.elements.map(({ element }) => element));
  const toPair = ({ element, label }: HeatmapElement, count: number, otherCount: number): Pair => ({
    element,
    label,
    count,
    otherCount,
  });
  const onlySecond = second.elements.filter(({ element }) => !own.has(element));
  const onlyFirst = first.elements.filter(({ element }) => !other.has(element));
  const both = first.elements.filter(({ element }) => other.has(element));
  const pairs = both.map((element) => toPair(element, element.count, other.get(element.element)?.count ?? 0));
  let untold = 0;
  if (second.meta.omittedElements > 0) untold += onlyFirst.length;
  else pairs.push(...onlyFirst.map((element) => toPair(element, element.count, 0)));
  if (first.meta.omittedElements > 0) untold += onlySecond.length;
  else pairs.push(...onlySecond.map((element) => toPair(element, 0, element.count)));
  return { pairs, untold };
}

function sumsByElement({ sessions, total, totalSquares, elements }: ClusterRows) {
  const known = new Map(elements.map((row) => [opaqueId(row.element), row]));
  return (element: string): ClusterSums => {
    const { count, countSquares, products } = known.get(element) ?? {
      count: 0,
      countSquares: 0,
      products: 0,
    };
    return { clusters: sessions, total, totalSquares, count, countSquares, products };
  };
}

function shareOf(count: number, total: number): number {
  return total === 0 ? 0 : count / total;
}
