// What a move event becomes on a heatmap: a row with its rests for filtered questions, and counts in the day's bins.

import type { RestBinIncrement, RestRow, RestSpot } from '../storage/port-kinds.ts';
import { createDayPlaces } from './day-places.ts';
import { cellAt } from './derive-clicks.ts';
import { textField } from './fields.ts';
import { findRests } from './find-rests.ts';
import type { SessionizedEvent } from './sessionize.ts';
import { createTally } from './tally.ts';

export type RestDerivation = {
  add(event: SessionizedEvent): void;
  /** The same of a row that is stored already. */
  addRow(rest: RestRow): void;
  rows: RestRow[];
  bins(): RestBinIncrement[];
};

/** Collects the move events of one slice; those of bots get their row, but stand in no bin. */
export function deriveRests(): RestDerivation {
  const increments: RestBinIncrement[] = [];
  const places = createDayPlaces((place) => ({
    place,
    bins: createTally<number, RestBinIncrement>(increments),
  }));
  const rows: RestRow[] = [];
  const addRow = (rest: RestRow): void => {
    rows.push(rest);
    if (rest.isBot) return;
    const { place, bins } = places.at(rest);
    for (const [bin, ms] of rest.spots) {
      const counts = bins.at(bin, () => ({ ...place, ...{ bin, count: 0, ms: 0 } }));
      counts.count += 1;
      counts.ms += ms;
    }
  };
  return {
    rows,
    add(event) {
      const rest = restRow(event);
      if (rest !== null) addRow(rest);
    },
    addRow,
    bins: () => increments,
  };
}

/** The rests of a move on a page; null for other events and for moves without a rest. */
function restRow({ row, session }: SessionizedEvent): RestRow | null {
  if (row.type !== 'move' || row.page === null) return null;
  const rests = findRests(textField(row.fields, 'path') ?? '');
  if (rests.length === 0) return null;
  return {
    projectNo: row.projectNo,
    page: row.page,
    tsMs: row.tsMs,
    session: row.session,
    eventId: row.eventId,
    part: row.part,
    device: session.device,
    isBot: session.isBot,
    viewW: row.viewW,
    viewH: row.viewH,
    spots: rests.map(({ x, y, ms }): RestSpot => [cellAt([x, y], row.viewW) ?? -1, ms]),
  };
}
