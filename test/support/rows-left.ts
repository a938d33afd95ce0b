// What is left after something was taken out of an events file: to be compared with another file, or with itself.

import { expect } from 'bun:test';
import { deriveClicks } from '../../src/apply/derive-clicks.ts';
import { deriveRests } from '../../src/apply/derive-rests.ts';
import { deriveSlots } from '../../src/apply/derive-slots.ts';
import { recomputeSession } from '../../src/apply/session-counters.ts';
import { createViewBins } from '../../src/apply/view-bins.ts';
import type { AppliedSession } from '../../src/storage/port-apply.ts';
import type { SessionRows } from '../../src/storage/port-forgetting.ts';
import { visitCells, visitElements } from '../../src/storage/sqlite/packed-bins.ts';
import { packedCount } from '../../src/storage/sqlite/packed-clicks.ts';
import type { Room } from './apply-room.ts';

const EXACT = [
  ...['events', 'sessions', 'page_slots', 'project_slots', 'scroll_bins', 'section_bins'],
  ...['rests', 'rest_bins', 'customs', 'visitors'],
] as const;

/** Sums, however they are stored; a row that only remembers that nothing was scrolled says nothing. */
export function rowsLeft(room: Room): unknown {
  const exact = EXACT.map((table) => [table, room.rows(table as 'events')]);
  const views = room
    .rows('views')
    .filter(([, , , , eventId, , , , , , , untilMs]) => eventId !== '' || untilMs !== -1);
  const names = (['pages', 'elements'] as const).map((table) =>
    room
      .rows(table)
      .map(([projectNo, id, ...rest]) => [projectNo, id, table === 'pages' ? rest.slice(0, 2) : []]),
  );
  // Which number a word has tells in which order it came and nothing else.
  const words = (['agents', 'referrals', 'seats'] as const).map((table) =>
    room
      .rows(table)
      .map(([projectNo, , ...told]) => JSON.stringify([projectNo, ...told]))
      .sort(),
  );
  return { exact, views, names, words };
}

export function packedLeft(room: Room): unknown {
  const tables = ['element_bins', 'grid_bins', 'packed_bins', 'view_bins', 'packed_clicks'] as const;
  // Those with blobs are kept in the order they were written in.
  return tables.map((table) =>
    room
      .rows(table as 'grid_bins')
      .map((row) => JSON.stringify(row))
      .sort(),
  );
}

/** Sessions, sums and rows that were derived tell of the events that are left and of no others. */
export function expectAgreeing(room: Room): void {
  const events = room.events();
  const sessions = room.sessions();
  expect(sessions.reduce((sum, row) => sum + row.events, 0)).toBe(events.length);
  expect(room.miscountedWords()).toEqual([]);
  for (const [projectNo, fromMs, , toMs, , count] of room.rows('packed_sessions' as 'sessions')) {
    const isWithin = (row: AppliedSession) =>
      row.projectNo === projectNo && row.startedAtMs >= Number(fromMs) && row.startedAtMs < Number(toMs);
    expect(sessions.filter(isWithin).length).toBe(Number(count));
  }
  for (const row of sessions) {
    const own = events.filter(
      (event) =>
        event.projectNo === row.projectNo && event.session === row.session && event.part === row.part,
    );
    expect(row).toMatchObject(recomputeSession(own) ?? { events: 'some' });
  }
  const visible = room.visibleEvents();
  const sum = (table: 'page_slots' | 'project_slots', at: number) =>
    room.rows(table).reduce((total, row) => total + Number(row[at]), 0);
  expect([sum('page_slots', 10), sum('project_slots', 8)]).toEqual([visible.length, visible.length]);
  const kept = new Set(events.map(({ projectNo, eventId }) => `${projectNo} ${eventId}`));
  for (const { eventId } of room.derivedParts()) expect(kept.has(eventId)).toBe(true);
  const viewed = room.rows('views').filter(([, , , , eventId, , , isBot]) => eventId !== '' && isBot === 0);
  const depths = room.rows('scroll_bins').filter(([, , measure]) => measure === 1);
  expect(depths.reduce((total, row) => total + Number(row[6]), 0)).toBe(viewed.length);
}

/** Sums by page and day, or by quarter-hour, as text, with how often; rows and packed ones together. */
type Sums = [place: string, count: number][];

/** What sums say, of whatever form. */
export function sumsStored(room: Room): Sums {
  const { add, all } = collectSums();
  const named = (table: string) => room.rows(table as 'grid_bins') as number[][];
  for (const [projectNo, slot, page, device, ...counts] of named('page_slots'))
    for (const [at, count] of counts.entries()) add(['slot', projectNo, slot, page, device, at], count);
  for (const [projectNo, slot, ...counts] of named('project_slots'))
    for (const [at, count] of counts.entries()) add(['project', projectNo, slot, at], count);
  for (const [projectNo, page, kind, device, day, element, bin, count] of named('element_bins'))
    add(['element', projectNo, page, kind, device, day, element, bin], count as number);
  for (const [projectNo, page, kind, device, day, bin, count] of named('grid_bins'))
    add(['cell', projectNo, page, kind, device, day, bin], count as number);
  for (const [projectNo, page, kind, device, day, elements, cells] of room.rows(
    'packed_bins' as 'grid_bins',
  )) {
    const place = [projectNo, page, kind, device, day];
    visitElements(elements as unknown as Uint8Array, (element, bin, count) =>
      add(['element', ...place, element, bin], count),
    );
    visitCells(cells as unknown as Uint8Array, (bin, count) => add(['cell', ...place, bin], count));
  }
  for (const row of named('view_bins')) add(['view', ...row.slice(0, -1)], row.at(-1)!);
  for (const table of ['scroll_bins', 'section_bins', 'rest_bins'])
    for (const row of named(table)) {
      add([table, 'count', ...row.slice(0, -2)], row.at(-2)!);
      add([table, 'total', ...row.slice(0, -2)], row.at(-1)!);
    }
  return all();
}

/** Sums tell what the rows that are left add up to, and every click stands once, as a row or packed. */
export async function expectSums(room: Room): Promise<void> {
  const left = await sumsOfRows(room);
  expect(sumsStored(room)).toEqual(left.sums);
  const packed = room.rows('packed_clicks' as 'clicks').map((row) => row.at(-1) as unknown as Uint8Array);
  const inBlocks = packed.reduce((total, clicks) => total + packedCount(clicks), 0);
  expect(room.rows('clicks').length + inBlocks).toBe(left.clicks);
}

async function sumsOfRows(room: Room): Promise<{ sums: Sums; clicks: number }> {
  let clicksSent = 0;
  const slots = deriveSlots();
  const clicked = deriveClicks();
  const rested = deriveRests();
  const viewed = createViewBins();
  const keys = new Map(
    room.sessions().map(({ projectNo, session }) => [`${projectNo} ${session}`, { projectNo, session }]),
  );
  for (const key of keys.values()) {
    const [{ parts, events, clicks, views, rests }] = (await room.store.sessionRows([key])) as [SessionRows];
    clicksSent += events.filter(({ type, page }) => type === 'click' && page !== null).length;
    for (const row of events)
      slots.add({ row, session: parts.find(({ part }) => part === row.part) as AppliedSession });
    for (const click of clicks) clicked.add(click);
    for (const rest of rests) rested.addRow(rest);
    for (const view of views) viewed.add(view, 1);
  }
  const { add, all } = collectSums();
  for (const { projectNo, slot, page, device, ...counts } of slots.all())
    ['pageviews', 'clicks', 'rage', 'dead', 'errors', 'customs', 'events'].forEach((name, at) => {
      const count = counts[name as keyof typeof counts];
      add(['slot', projectNo, slot, page, device, at], count);
      add(['project', projectNo, slot, at], count);
    });
  for (const { projectNo, page, kind, device, day, element, bin, count } of clicked.elementBins())
    add(['element', projectNo, page, kind, device, day, element, bin], count);
  for (const { projectNo, page, kind, device, day, bin, count } of clicked.gridBins())
    add(['cell', projectNo, page, kind, device, day, bin], count);
  for (const { projectNo, page, kind, device, day, viewW, viewH, count } of clicked.viewBins())
    add(['view', projectNo, page, kind, device, day, viewW, viewH], count);
  for (const { projectNo, page, measure, device, day, bin, count, total } of viewed.scrollBins()) {
    add(['scroll_bins', 'count', projectNo, page, measure, device, day, bin], count);
    add(['scroll_bins', 'total', projectNo, page, measure, device, day, bin], total);
  }
  for (const { projectNo, page, device, day, element, bin, count, ms } of viewed.sectionBins()) {
    add(['section_bins', 'count', projectNo, page, device, day, element, bin], count);
    add(['section_bins', 'total', projectNo, page, device, day, element, bin], ms);
  }
  for (const { projectNo, page, device, day, bin, count, ms } of rested.bins()) {
    add(['rest_bins', 'count', projectNo, page, device, day, bin], count);
    add(['rest_bins', 'total', projectNo, page, device, day, bin], ms);
  }
  return { sums: all(), clicks: clicksSent };
}

function collectSums() {
  const sums = new Map<string, number>();
  return {
    add: (place: unknown[], count: number) => {
      const key = JSON.stringify(place);
      sums.set(key, (sums.get(key) ?? 0) + count);
    },
    /** In order; those that came to nothing are none. */
    all: (): Sums => [...sums].filter(([, count]) => count !== 0).sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}
