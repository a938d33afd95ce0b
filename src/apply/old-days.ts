// Has whole days taken out that were kept long enough: sessions, then packed events, then every sum of these days is made
// what the sessions that stay add up to. Holds nothing that it could not ask again.

import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import type { AgeOrder, DaySums, OldDaysStore, SessionRows } from '../storage/port-forgetting.ts';
import { deriveClicks } from './derive-clicks.ts';
import { deriveRests } from './derive-rests.ts';
import { deriveSlots } from './derive-slots.ts';
import { createSliceSize } from './slice-size.ts';
import { createViewBins } from './view-bins.ts';

export type OldDays = {
  /** The next short piece of work; `changed` says that sessions went. */
  step(): Promise<'changed' | 'more' | 'done'>;
};
/** What it asks of the store. */
export type OldDaysSteps = Omit<OldDaysStore, 'begunOldDays'>;
type Stage = 'begin' | 'sessions' | 'blocks' | 'staying' | 'sums';

export function createOldDays(
  { store, clock }: { store: OldDaysSteps; clock: Pick<Clock, 'monotonicMs'> },
  order: AgeOrder,
): OldDays {
  const slices = createSliceSize(clock, { least: LIMITS.oldSessionsMin, most: LIMITS.oldSessions });
  let stage: Stage = 'begin';
  let beforeMs = 0;
  let staying = stayingSums(beforeMs);
  let after: number | null = null;
  let sums: DaySums | null = null;

  const stages: Record<Stage, () => Promise<'changed' | 'more' | 'done'>> = {
    async begin() {
      const foundMs = await store.beginOldDays(order);
      if (foundMs === null) return 'done';
      beforeMs = foundMs;
      stage = order.isBegun ? 'blocks' : 'sessions';
      return 'more';
    },
    async sessions() {
      if ((await slices.run((most) => store.removeOldSessions(order, most))) > 0) return 'changed';
      stage = 'blocks';
      return 'more';
    },
    async blocks() {
      if (!(await store.removeOldBlock(order))) stage = 'staying';
      return 'more';
    },
    async staying() {
      if (after === null) staying = stayingSums(beforeMs);
      const found = await store.stayingInOldDays(order, after);
      for (const rows of found) staying.add(rows);
      after = found.at(-1)?.parts[0]?.session ?? null;
      if (after !== null) return 'more';
      sums = staying.sums();
      stage = 'sums';
      return 'more';
    },
    async sums() {
      const state = await store.settleOldDays(order, sums as DaySums);
      if (state === 'stale') stage = 'staying';
      return state === 'done' ? 'done' : 'more';
    },
  };
  return { step: () => stages[stage]() };
}

/** What sessions count in the days before a UTC midnight. */
function stayingSums(beforeMs: number): { add(rows: SessionRows): void; sums(): DaySums } {
  const slots = deriveSlots();
  const clicked = deriveClicks();
  const rested = deriveRests();
  const viewed = createViewBins();
  const isOld = ({ tsMs }: { tsMs: number }) => tsMs < beforeMs;
  return {
    add({ parts, events, clicks, views, rests }) {
      const sessions = new Map(parts.map((part) => [part.part, part]));
      for (const row of events.filter(isOld)) {
        const session = sessions.get(row.part);
        if (session) slots.add({ row, session });
      }
      for (const click of clicks.filter(isOld)) clicked.add(click);
      for (const rest of rests.filter(isOld)) rested.addRow(rest);
      for (const view of views.filter(isOld)) viewed.add(view, 1);
    },
    sums: () => ({
      pageSlots: slots.all(),
      elementBins: clicked.elementBins(),
      gridBins: clicked.gridBins(),
      viewBins: clicked.viewBins(),
      restBins: rested.bins(),
      scrollBins: viewed.scrollBins(),
      sectionBins: viewed.sectionBins(),
    }),
  };
}
