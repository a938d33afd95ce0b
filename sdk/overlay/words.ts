// What the overlay says of a map and of what is under the pointer. Pure.

import type { OverlayAnswer } from '../../src/contract/overlay.ts';
import { plural } from '../../src/contract/plural.ts';
import type { Target } from './places.ts';

const NOUNS = { click: 'click', move: 'rest', scroll: 'pageview', attention: 'pageview' } as {
  [kind: string]: string;
};

const counted = (value: number, { kind }: OverlayAnswer) =>
  `${number(value)} ${plural(value, NOUNS[kind] ?? `${kind} click`)}`;
const percent = (part: number, of: number) => `${Math.round((part / of) * 100)} %`;
const number = (value: number) => value.toLocaleString('en');
const seconds = (ms: number) => `${number(Math.round(ms / 100) / 10)} s`;
const mostOf = (bands: OverlayAnswer['bands']) => Math.max(1, ...bands.map(([, value]) => value));

/** `1,284 clicks · 97 % placed · 2 % unsure · 1 % gone` */
export function describeMap(map: OverlayAnswer, targets: readonly Target[]): string {
  const { total } = map;
  const said = [counted(total, map)];
  if (total && targets.length) {
    const clicks = { placed: 0, unsure: 0, gone: 0 };
    for (const { state, element } of targets) clicks[state] += element.count;
    // Clicks on no element, and on elements beyond the answer's limit, are nowhere for sure.
    clicks.unsure = total - clicks.placed - clicks.gone;
    for (const [state, count] of Object.entries(clicks)) said.push(`${percent(count, total)} ${state}`);
  }
  return said.join(' · ');
}

/** Lines about an element, or about a depth of the page in px. */
export function describeTarget(map: OverlayAnswer | undefined, at: Target | number): string[] {
  if (!map) return [];
  if (typeof at === 'number') {
    const value = valueAt(map, at);
    return map.kind === 'scroll'
      ? [`${percent(value, 1)} of pageviews got here`, `${number(Math.round(at))} px down`]
      : [`${seconds(value)} in view`, 'mean of all pageviews'];
  }
  const { element, state } = at;
  return [
    element.label,
    `${counted(element.count, map)}, ${percent(element.count, map.total)}`,
    ...(state === 'unsure' ? ['Not drawn: another element is as much like it'] : []),
  ];
}

function valueAt({ bands, bandPx }: OverlayAnswer, depth: number): number {
  for (const [top, value] of bands) if (depth >= top && depth < top + bandPx) return value;
  return 0;
}

/** How strong a band is, 0…1. */
export function shareAt({ kind, bands }: OverlayAnswer, value: number): number {
  return kind === 'scroll' ? value : value / mostOf(bands);
}

/** What the ends of the colours stand for; `cap` clicks within one spot get the hottest. */
export function describeScale(
  { kind, bands, bandPx }: OverlayAnswer,
  cap: number,
): [from: string, to: string] {
  if (!bandPx) return ['1', `${number(cap)}${cap > 1 ? '+' : ''} per spot`];
  return kind === 'scroll' ? ['0 %', '100 %'] : ['0 s', seconds(mostOf(bands))];
}

/** `8 – 14 Nov` */
export function daysOf({ fromMs, toMs, timeZone }: OverlayAnswer): string {
  const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone });
  return days.formatRange(fromMs, toMs - 1);
}
