// What those who watch a project live are told of a slice: its events in the order of their times, as plain data that
// can leave the thread. Nothing is made for projects that nobody watches.

import { middleOfCell } from '../contract/element.ts';
import { LIVE_FLAGS, type LiveFact, type LiveSlice } from '../contract/live.ts';
import { clickRow } from './derive-clicks.ts';
import { textField } from './fields.ts';
import type { SessionizedEvent } from './sessionize.ts';

/**
 * One entry for each watched project that has new events; bots and what is imported are left out.
 * @param seq journal position after the slice; with the index in the slice it makes ids that grow.
 */
export function liveSlices(
  events: readonly SessionizedEvent[],
  { seq, watched }: { seq: number; watched: ReadonlySet<number> },
): LiveSlice[] {
  if (watched.size === 0) return [];
  const slices = new Map<number, LiveFact[]>();
  const isTold = ({ row, session, from }: SessionizedEvent) =>
    watched.has(row.projectNo) && !session.isBot && !from.batch.isImport;
  const told = events.filter(isTold);
  told.sort((a, b) => a.row.tsMs - b.row.tsMs);
  for (const [index, event] of told.entries()) {
    const facts = slices.get(event.row.projectNo) ?? [];
    facts.push(liveFact(event, `${seq}.${index}`));
    slices.set(event.row.projectNo, facts);
  }
  return [...slices].map(([projectNo, facts]) => ({ projectNo, facts }));
}

function liveFact(event: SessionizedEvent, id: string): LiveFact {
  const { row, session, from } = event;
  const page = from.pages[event.pageIndex];
  return {
    id,
    eventId: row.eventId,
    type: row.type,
    tsMs: row.tsMs,
    session: row.session,
    part: row.part,
    visitor: session.visitor,
    userId: session.userId,
    page: row.page,
    host: page?.host ?? null,
    path: page?.path ?? null,
    title: textField(row.fields, 'title'),
    ...clickFacts(event),
    name: row.type === 'custom' ? textField(row.fields, 'name') : null,
    device: session.device,
    browser: session.browser,
    os: session.os,
    country: session.country,
    source: session.source,
  };
}

type ClickFacts = Pick<LiveFact, 'element' | 'descriptor' | 'bin' | 'point' | 'flags'>;

function clickFacts(event: SessionizedEvent): ClickFacts {
  const click = clickRow(event);
  if (click === null) return { element: null, descriptor: null, bin: null, point: null, flags: [] };
  return {
    element: click.element,
    descriptor: click.element === null ? null : (event.from.batch.elements[event.elementIndex] ?? null),
    bin: click.bin,
    point: click.cell === null ? null : middleOfCell(click.cell),
    flags: LIVE_FLAGS.filter((flag) => event.row.fields[flag] === true),
  };
}
