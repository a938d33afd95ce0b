// How much of a map can be trusted, in words: the badge's shares and what stands behind them, over a snapshot and over the
// boxes that are drawn without one. Pure.

import type { HeatmapAnswer, HeatmapElement } from '../../src/contract/api.ts';
import type { FrameLayout } from '../../src/contract/frame-layout.ts';
import { layoutOf, narrowerOf } from '../../src/contract/layouts.ts';
import type { Plot } from '../../src/contract/project-points.ts';
import { count } from '../format/number.ts';
import { formatShares } from '../format/shares.ts';
import { LAYOUT_WORDS } from './map-kinds.ts';
import { countPlacement, type Place } from './place-elements.ts';

export type PlacementPart = { share: string; word: string; hint?: string };
export type PlacementTold = {
  /** Shares of the map's clicks: one precision, 100 % together. */
  parts: PlacementPart[];
  /** Before the list. */
  lead: string;
  /** Elements without dots, most clicks first. */
  concerns: { element: HeatmapElement; why: string }[];
  /** Clicks behind no element of the list; empty where there are none. */
  rest: string;
};

const WORSE_THAN_NONE = 'because a dot on the wrong element is worse than none';
const HIDDEN = 'Found, but covered or hidden at this width';

/** Over a snapshot: `places` are of the elements, in their order. */
export function tellFound(
  { elements, meta: { total } }: Pick<HeatmapAnswer, 'elements' | 'meta'>,
  places: readonly Place[],
): PlacementTold {
  const sum = countPlacement(elements, places, total);
  const parts = [
    { clicks: sum.placed - sum.hidden, word: 'placed' },
    ...(sum.hidden > 0 ? [{ clicks: sum.hidden, word: 'hidden', hint: HIDDEN }] : []),
    { clicks: sum.unsure, word: 'unsure' },
    { clicks: sum.gone, word: 'gone' },
  ];
  const concerns = elements.flatMap((element, at) => {
    const place = places[at];
    const why = place && whyNot(place);
    return why ? [{ element, why }] : [];
  });
  const nowhere = total - elements.reduce((clicks, element) => clicks + element.count, 0);
  const isAll = concerns.length === 0 && nowhere <= 0;
  return {
    parts: withShares(parts, total),
    lead: isAll
      ? 'Every click of this map was found again on its element.'
      : `Not drawn, ${WORSE_THAN_NONE}:`,
    concerns,
    rest: nowhere > 0 ? `${count(nowhere, 'click')} on no known element.` : '',
  };
}

/** Over boxes: of elements that were clicked in windows of another layout only, nobody knows where they stand in this one. */
export function tellBoxes(
  { elements, meta }: Pick<HeatmapAnswer, 'elements' | 'meta'>,
  layout: FrameLayout,
  { placed }: Pick<Plot, 'placed'>,
): PlacementTold {
  const boxes = new Set(layout.boxes.map(({ element }) => element));
  const missing = elements.filter(({ element }) => !boxes.has(element));
  const elsewhere = missing.reduce(
    (sum, { bins }) => sum + bins.reduce((clicks, [, own]) => clicks + own, 0),
    0,
  );
  const beyond = Math.max(0, meta.total - placed - elsewhere);
  // A page may be wider than its windows.
  const ofPage = layoutOf(layout.pageW);
  const windows = LAYOUT_WORDS[narrowerOf(ofPage, meta.layout?.name ?? ofPage)];
  const parts = [
    { clicks: placed, word: 'placed' },
    ...(elsewhere > 0
      ? [{ clicks: elsewhere, word: 'elsewhere', hint: `On what was not clicked in ${windows}` }]
      : []),
    ...(beyond > 0
      ? [{ clicks: beyond, word: 'beyond', hint: 'Rare elements, and clicks off the page' }]
      : []),
  ];
  return {
    parts: withShares(parts, meta.total),
    lead:
      missing.length === 0
        ? `Every element of this map was clicked in ${windows}, and stands where it was there.`
        : `The page is drawn as most of its clicks saw it, in ${windows}. These elements were clicked in other windows only, and are not drawn, ${WORSE_THAN_NONE}:`,
    concerns: missing.map((element) => ({ element, why: `Not clicked in ${windows}` })),
    rest: beyond > 0 ? `${count(beyond, 'click')} on rare elements, or off the page.` : '',
  };
}

function withShares(parts: readonly (Omit<PlacementPart, 'share'> & { clicks: number })[], total: number) {
  const shares = formatShares(parts.map(({ clicks }) => (total > 0 ? clicks / total : 0)));
  return parts.map(({ clicks: _, ...part }, at): PlacementPart => ({ share: shares[at] ?? '', ...part }));
}

/** Why an element has no dots, or nothing when it has. */
function whyNot({ state, isHidden, score, margin }: Place): string | null {
  const likeness = `likeness ${Math.round(score * 100)} %`;
  if (state === 'gone') return `Gone: nothing on this page is enough like it (best ${likeness})`;
  if (state === 'unsure')
    return `Unsure: another one is as much like it (${likeness}, ${Math.round(margin * 100)} % ahead)`;
  return isHidden ? HIDDEN : null;
}
