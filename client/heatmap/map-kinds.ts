// The kinds of map that the dashboard offers, with their words. Attention is drawn from the answer about scrolling.

import type { HeatmapComparison, HeatmapReport } from '../../src/contract/compare-answer.ts';
import { CLICK_KINDS, type ClickKind } from '../../src/contract/event-types.ts';
import { MAP_KINDS, type MapKind } from '../../src/contract/kinds.ts';
import { LAYOUT_FROM_PX, type Layout } from '../../src/contract/layouts.ts';
import { depthOfShare } from '../../src/contract/reach.ts';
import type { ScrollAnswer } from '../../src/contract/scroll-answer.ts';
import { formatStay } from '../format/duration.ts';
import { count, formatNumber, formatShare } from '../format/number.ts';
import { readablePath } from '../format/path.ts';

export { MAP_KINDS, type MapKind };
export type ScrollKind = 'scroll' | 'attention';

export const KIND_WORDS: Readonly<Record<MapKind, { title: string; hint: string; none: string }>> = {
  click: { title: 'Clicks', hint: 'All clicks', none: 'No clicks in this range.' },
  rage: {
    title: 'Rage',
    hint: 'Three or more quick clicks on one spot',
    none: 'No rage clicks in this range: nobody hammered on this page.',
  },
  dead: {
    title: 'Dead',
    hint: 'Clicks after which nothing happened',
    none: 'No dead clicks in this range: whatever was clicked, answered.',
  },
  error: {
    title: 'Errors',
    hint: 'Clicks followed by a script error',
    none: 'No clicks in this range ran into a script error.',
  },
  move: {
    title: 'Moves',
    hint: 'Where the mouse rests for 0.3 s and more',
    none: 'No mouse rested on this page in this range. Phones and tablets have none.',
  },
  scroll: {
    title: 'Scroll',
    hint: 'How far down people get',
    none: 'This page was not viewed in this range.',
  },
  attention: {
    title: 'Attention',
    hint: 'How long each section is in view',
    none: 'No section of this page was timed in this range.',
  },
};

/** The windows that a layout is of. */
export const LAYOUT_WORDS: Readonly<Record<Layout, string>> = {
  wide: `windows of ${formatNumber(LAYOUT_FROM_PX.wide)} px and more`,
  medium: `windows of ${LAYOUT_FROM_PX.medium} to ${formatNumber(LAYOUT_FROM_PX.wide - 1)} px`,
  narrow: `windows below ${LAYOUT_FROM_PX.medium} px`,
};

export function isScrollKind(kind: MapKind): kind is ScrollKind {
  return kind === 'scroll' || kind === 'attention';
}

export function isClickKind(kind: MapKind): kind is ClickKind {
  return CLICK_KINDS.some((one) => one === kind);
}

/** What a map counts, singular. */
export function nounOf(kind: MapKind): string {
  return kind === 'move' ? 'rest' : 'click';
}

/** `1,284 clicks on /pricing, 97 % on elements`; of two scopes what differs most between them. */
export function sentenceOfMap(answer: HeatmapReport): string {
  const { total, onElements } = answer.meta;
  if (total === 0) return KIND_WORDS[answer.kind].none;
  if (answer.comparison && answer.comparison.differences.length > 0)
    return sentenceOfDifference(answer.comparison, answer.kind);
  const path = readablePath(answer.page.path);
  if (answer.kind === 'move') return `The mouse rested ${count(total, 'time')} on ${path}`;
  const kind = answer.kind === 'click' ? 'click' : `${answer.kind} click`;
  return `${count(total, kind)} on ${path}, ${formatShare(onElements / total)} on elements`;
}

/** `a#buy differs most: 43 % of clicks here, 20 % there`, or that nothing does but by chance. */
function sentenceOfDifference({ differences, test }: HeatmapComparison, kind: MapKind): string {
  const [first] = differences;
  if (!first || test.significant === 0)
    return `No ${kind === 'scroll' ? 'section' : 'element'} differs by more than chance would do`;
  const { label, share, otherShare } = first;
  return `${label} differs most: ${formatShare(share)} of ${nounOf(kind)}s here, ${formatShare(otherShare)} there`;
}

/** Why a map of scrolling or attention is empty. */
export function noneOfScroll({ pageviews, unmeasured }: ScrollAnswer, kind: ScrollKind): string {
  if (pageviews > 0 || unmeasured === 0) return KIND_WORDS[kind].none;
  return `None of ${count(unmeasured, 'pageview')} was measured: how high the screens were is not known, as with imported ones.`;
}

/** `Half of 812 pageviews of /pricing got 1,240 px down` */
export function sentenceOfScroll(answer: ScrollAnswer, kind: ScrollKind): string {
  const { pageviews, sections, page } = answer;
  if (pageviews === 0) return noneOfScroll(answer, kind);
  const views = count(pageviews, 'pageview');
  if (kind === 'scroll')
    return `Half of ${views} of ${readablePath(page.path)} got ${formatNumber(depthOfShare(answer, 0.5))} px down`;
  const [longest] = sections.toSorted((a, b) => b.totalMs - a.totalMs);
  if (!longest) return KIND_WORDS.attention.none;
  const mean = formatStay(longest.totalMs / pageviews);
  return `${longest.label} holds the eye longest: ${mean} of each of ${views} of ${readablePath(page.path)}`;
}
