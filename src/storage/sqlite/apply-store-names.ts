// Names that rows which went have left behind: pages and elements that nobody else has seen, and since when visitors are
// known. What an index answers is asked first; only what is still in doubt is looked for among all events, in pieces.

import type { Database } from 'bun:sqlite';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import type { SessionSpan } from './apply-store-packed-sessions.ts';
import { immediate } from './connection.ts';
import { type StoredEvent, unpackEvents } from './packed-events.ts';
import { BLOCK_COLUMNS, type Block } from './packed-places.ts';
import { createPackedReader } from './report-events.ts';

type Kind = 'page' | 'element';
type Doubt = {
  pages: Set<number>;
  elements: Set<number>;
  /** Where the search through rows stands, and after it the one through packed events. */
  after: [session: number, eventId: string];
  block: [day: number, block: number] | null;
};
type Bearing = { page: number | null; element: number | null; sections: string | null };
export type NamesGone = { pages: number; elements: number };

/** Answers a function that does the next piece for a project: null when nothing is left, else what went with it. */
export function prepareNames(
  db: Database,
  dropBlocks: (sessions: readonly SessionSpan[]) => void,
): (projectNo: number, isPerson: boolean) => NamesGone | null {
  const visitors = prepareVisitors(db, dropBlocks);
  const bearers = prepareBearers(db);
  const removal = prepareNameRemoval(db);
  const doubts = new Map<number, Doubt>();
  const select = db.query<{ name: string }, [number, string]>(
    'select name from forgetting_names where project_no = ? and kind = ?',
  );
  const forget = db.query<unknown, [number]>('delete from forgetting_names where project_no = ?');
  const scan = db.query<
    {
      session: number;
      eventId: string;
      page: number | null;
      element: number | null;
      sections: string | null;
    },
    [number, number, string, number]
  >(
    `select session, event_id as eventId, page, element,
       case when type = ${EVENT_TYPE_CODES.scroll} then fields -> '$.sections' end as sections
     from events
     where project_no = ? and (session, event_id) > (?, ?) order by session, event_id limit ?`,
  );

  const nextBlock = db.query<Block, [number, number, number]>(
    `select ${BLOCK_COLUMNS} from packed_events
     where project_no = ? and (day, block) > (?, ?) order by day, block limit 1`,
  );

  const begin = (projectNo: number, isPerson: boolean): Doubt => {
    visitors(projectNo, isPerson);
    const named = (kind: Kind) => select.all(projectNo, kind).map(({ name }) => Number(name));
    const sections = bearers.sections(projectNo);
    const doubt: Doubt = { pages: new Set(), elements: new Set(), after: [-1, ''], block: null };
    for (const page of named('page')) {
      if (!bearers.hasPage(projectNo, page)) doubt.pages.add(page);
      else if (isPerson) removal.retitle(projectNo, page);
    }
    for (const element of named('element'))
      if (!sections.has(element) && !bearers.isClicked(projectNo, element)) doubt.elements.add(element);
    return doubt;
  };

  const finish = (projectNo: number, { pages, elements }: Doubt): NamesGone => {
    const gone = { pages: 0, elements: 0 };
    for (const page of pages)
      if (!bearers.hasPage(projectNo, page)) gone.pages += removal.page(projectNo, page);
    for (const element of elements)
      if (!bearers.isClicked(projectNo, element)) gone.elements += removal.element(projectNo, element);
    forget.run(projectNo);
    doubts.delete(projectNo);
    return gone;
  };

  return (projectNo, isPerson) =>
    immediate(db, () => {
      const doubt = doubts.get(projectNo);
      if (doubt === undefined) {
        if (select.get(projectNo, 'page') === null && select.get(projectNo, 'visitor') === null) return null;
        doubts.set(projectNo, begin(projectNo, isPerson));
        return { pages: 0, elements: 0 };
      }
      const { pages, elements, after } = doubt;
      if (pages.size + elements.size === 0) return finish(projectNo, doubt);
      if (doubt.block !== null) {
        const block = nextBlock.get(projectNo, ...doubt.block);
        if (!block) return finish(projectNo, doubt);
        clear(doubt, unpackEvents(block).map(bearingOf));
        doubt.block = [block.day, block.block];
        return { pages: 0, elements: 0 };
      }
      const rows = scan.all(projectNo, ...after, LIMITS.forgetScanned);
      clear(doubt, rows);
      const last = rows.at(-1);
      if (last === undefined || rows.length < LIMITS.forgetScanned) doubt.block = [-1, 0];
      else doubt.after = [last.session, last.eventId];
      return { pages: 0, elements: 0 };
    });
}

/** Takes what others bear out of what is in doubt. */
function clear({ pages, elements }: Doubt, rows: readonly Bearing[]): void {
  for (const { page, element, sections } of rows) {
    if (page !== null) pages.delete(page);
    if (element !== null) elements.delete(element);
    if (sections === null || elements.size === 0) continue;
    for (const [section] of JSON.parse(sections) as [number][]) elements.delete(section);
  }
}

function bearingOf({ type, page, element, fields }: StoredEvent): Bearing {
  if (type !== EVENT_TYPE_CODES.scroll) return { page, element, sections: null };
  const { sections } = JSON.parse(fields) as { sections?: unknown };
  return { page, element, sections: sections === undefined ? null : JSON.stringify(sections) };
}

/** Of what was kept long enough, who has sessions left stays known since then. */
function prepareVisitors(
  db: Database,
  dropBlocks: (sessions: readonly SessionSpan[]) => void,
): (projectNo: number, isPerson: boolean) => void {
  const NAMED = `(select name from forgetting_names where project_no = ?1 and kind = 'visitor')`;
  const update = db.query<unknown, [number]>(
    `update visitors set first_at_ms = found.first_at_ms
     from (
       select visitor, min(started_at_ms) as first_at_ms from sessions
       where project_no = ?1 and visitor in ${NAMED} group by visitor
     ) as found
     where visitors.project_no = ?1 and visitors.visitor = found.visitor`,
  );
  // Who has sessions left keeps his row: what is packed names it by number.
  const drop = db.query<unknown, [number]>(
    `delete from visitors
     where project_no = ?1
       and visitor in ${NAMED}
       and visitor not in (select visitor from sessions where project_no = ?1 and visitor in ${NAMED})`,
  );
  const left = db.query<SessionSpan, [number]>(
    `select project_no as projectNo, started_at_ms as startedAtMs, ended_at_ms as endedAtMs
     from sessions where project_no = ?1 and visitor in ${NAMED}`,
  );
  return (projectNo, isPerson) => {
    // Who is new and who returns stands in the blocks of sessions.
    if (isPerson) {
      update.run(projectNo);
      dropBlocks(left.all(projectNo));
    }
    drop.run(projectNo);
  };
}

function prepareBearers(db: Database) {
  const ofPage = ['views', 'clicks', 'packed_clicks', 'rests'].map((table) =>
    db.query<{ found: number }, [number, number]>(
      `select 1 as found from ${table} where project_no = ? and page = ? limit 1`,
    ),
  );
  const ofElement = db.query<{ found: number }, [number, number]>(
    'select 1 as found from clicks where project_no = ? and element = ? limit 1',
  );
  const sections = db.query<{ element: number }, [number]>(
    'select distinct element from section_bins where project_no = ?',
  );
  return {
    hasPage: (projectNo: number, page: number): boolean =>
      ofPage.some((find) => find.get(projectNo, page) !== null),
    isClicked: (projectNo: number, element: number): boolean => ofElement.get(projectNo, element) !== null,
    sections: (projectNo: number): Set<number> =>
      new Set(sections.all(projectNo).map(({ element }) => element)),
  };
}

function prepareNameRemoval(db: Database) {
  const page = db.query<unknown, [number, number]>('delete from pages where project_no = ? and page = ?');
  const boxesOfPage = db.query<unknown, [number, number]>(
    'delete from boxes where project_no = ? and page = ?',
  );
  const element = db.query<unknown, [number, number]>(
    'delete from elements where project_no = ? and element = ?',
  );
  const packedElement = db.query<unknown, [number, number]>(
    'delete from packed_elements where project_no = ? and element = ?',
  );
  const boxesOfElement = db.query<unknown, [number, number]>(
    'delete from boxes where project_no = ? and element = ?',
  );
  const titles = db.query<
    { session: number; part: number; eventId: string; fields: string | null },
    [number, number]
  >(
    `select v.session, v.part, v.event_id as eventId, e.fields
     from views v
     left join events e on e.project_no = v.project_no and e.session = v.session and e.event_id = v.event_id
     where v.project_no = ? and v.page = ? and v.event_id <> '${UNSEEN_VIEW.eventId}'
     order by v.ts_ms desc limit ${LIMITS.forgetTitles}`,
  );
  const setTitle = db.query<unknown, [string | null, number, number]>(
    'update pages set title = ? where project_no = ? and page = ?',
  );
  return {
    page(projectNo: number, id: number): number {
      boxesOfPage.run(projectNo, id);
      return page.run(projectNo, id).changes;
    },
    element(projectNo: number, id: number): number {
      boxesOfElement.run(projectNo, id);
      packedElement.run(projectNo, id);
      return element.run(projectNo, id).changes;
    },
    /** The newest title that somebody else saw, in place of what may have been this person's own. */
    retitle(projectNo: number, id: number): void {
      const packed = createPackedReader(db);
      let title: string | null = null;
      for (const { fields, eventId, ...key } of titles.all(projectNo, id)) {
        const told =
          fields ?? packed.eventsOf({ projectNo, ...key }).find((event) => event.eventId === eventId)?.fields;
        title = (JSON.parse(told ?? '{}') as { title?: string }).title ?? null;
        if (title !== null) break;
      }
      setTitle.run(title, projectNo, id);
    },
  };
}
