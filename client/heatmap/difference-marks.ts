// Significant differences on the map: a ring and a number with its sign at each element, and the words about them.

import { css, html } from 'lit';
import type {
  ElementDifference,
  HeatmapComparison,
  HeatmapReport,
} from '../../src/contract/compare-answer.ts';
import type { FrameLayout } from '../../src/contract/frame-layout.ts';
import { count, formatPoints, formatShare } from '../format/number.ts';
import { readablePath } from '../format/path.ts';
import { styled } from './styled.ts';

/** Numbers on one map; further elements are ringed only. */
const MOST_NUMBERS = 14;
/** Numbers nearer to each other than this would cover each other, frame px. */
const NUMBER_W = 44;
const NUMBER_H = 20;

export const differenceStyles = css`
  .differs {
    position: absolute; left: var(--x); top: var(--y); width: var(--w); height: var(--h); border-radius: 3px; pointer-events: none;
    outline: 2px solid var(--colour); outline-offset: 1px;
  }
  .differs.less { --colour: var(--info-text); outline-style: dashed; }
  .differs.more { --colour: var(--ember-text); }
  .number {
    position: absolute; left: calc(var(--x) - 1px); top: var(--y); padding: 0 6px; border-radius: 4px; background: var(--surface); color: var(--colour);
    box-shadow: 0 0 0 1px var(--colour); font-size: 11px; font-weight: var(--weight-bold); line-height: 18px; white-space: nowrap; pointer-events: none;
  }
  .number.less { --colour: var(--info-text); }
  .number.more { --colour: var(--ember-text); }
`;

export const VERDICT_WORDS: Readonly<Record<ElementDifference['verdict'], string>> = {
  more: 'Significantly more',
  less: 'Significantly less',
  same: 'No significant difference',
  few: 'Too few clicks to tell',
};

/** `+4.2`, `−0.8`: points of the share, with its sign. */
export function signedPoints(difference: number): string {
  return `${difference >= 0 ? '+' : '−'}${formatPoints(Math.abs(difference))}`;
}

export function renderDifferences(layout: FrameLayout, { differences }: HeatmapComparison) {
  const boxes = new Map(layout.boxes.map((box) => [box.element, box]));
  const taken: { x: number; y: number }[] = [];
  return differences.flatMap(({ element, verdict, difference }) => {
    const box = boxes.get(element);
    if (!box || (verdict !== 'more' && verdict !== 'less')) return [];
    const [x, y] = [box.x, box.y >= NUMBER_H ? box.y - NUMBER_H : box.y + 2];
    const isFree = taken.every((one) => Math.abs(one.x - x) >= NUMBER_W || Math.abs(one.y - y) >= NUMBER_H);
    const hasNumber = taken.length < MOST_NUMBERS && isFree;
    if (hasNumber) taken.push({ x, y });
    const ring = { '--x': `${box.x}px`, '--y': `${box.y}px`, '--w': `${box.w}px`, '--h': `${box.h}px` };
    const place = { '--x': `${Math.max(0, Math.min(x, layout.width - NUMBER_W))}px`, '--y': `${y}px` };
    return [
      html`<div class="differs ${verdict}" data-element=${element} ${styled(ring)}></div>
        ${hasNumber ? html`<span class="number num ${verdict}" ${styled(place)}>${signedPoints(difference)}</span>` : ''}`,
    ];
  });
}

/** Both shares of the element that is pointed at. */
export function renderDifferenceTip({ share, otherShare, difference, verdict }: ElementDifference) {
  return html`<p class="num">${formatShare(share)} here, ${formatShare(otherShare)} there</p>
    <p class="num">${signedPoints(difference)} points. ${VERDICT_WORDS[verdict]}</p>`;
}

export function describeDifference(report: HeatmapReport, comparison: HeatmapComparison): string {
  const { significant } = comparison.test;
  const told = comparison.differences
    .slice(0, Math.min(3, significant))
    .map(({ label, difference }) => `${label} ${signedPoints(difference)} points`);
  return `Difference map of ${readablePath(report.page.path)}: ${count(significant, 'element')} with a significant difference. ${told.join(', ')}. The list of elements has all numbers.`;
}
