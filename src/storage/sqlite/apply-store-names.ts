// Names that rows which went have left behind: pages and elements that nobody else has seen, and since when visitors are
// known. What an index answers is asked first; only what is still in doubt is looked for among all events, in pieces.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import type { AppliedSlice } from '../port-apply.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import type { SessionSpan } from './apply-store-packed-sessions.ts';
import { immediate } from './connection.ts';
import { BEARING_COLUMNS, type Bearing, elementsBorne } from './event-names.ts';
import { packedPlaces, packedSections } from './packed-events.ts';
import { BLOCK_COLUMNS, type Block } from './packed-places.ts';
import { createPackedReader } from './report-events.ts';

type Kind = 'page' | 'element';
type Doubt = {
  pages: Set<number>;
  elements: Set<number>;
  /**
   * Some visitors who may have no session left, the last of them by name, null when there are no more, and where the
   * search for one stands; null when it is over.
   */
  visitors: Set<string>;
  visitorsTo: string | null;
  sessionAfter: [session: number, part: number] | null;
  /** Where the search through rows stands, and after it the one through packed events. */
  after: [session: number, eventId: string];
  block: [day: number, block: number] | null;
};
export type NamesGone = { pages: number; elements: number };

export type NameStore = {
  /** Does the next piece for a project: null when nothing is left, else what went with it. */
  tidy(projectNo: number, isPerson: boolean): NamesGone | null;
  /** To be told of every slice: what it names is in doubt no longer. */
  see(slice: AppliedSlice): void;
};

export function prepareNames(
  db: Database,
  dropBlocks: (sessions: readonly SessionSpan[]) => void,
  atOnce: number = LIMITS.oldVisitors,
): NameStore {
  const visitors = prepareVisitors(db, dropBlocks, atOnce);
  const bearers = prepareBearers(db);
  const removal = prepareNameRemoval(db);
  const doubts = new Map<number, Doubt>();
  const select = db.query<{ name: string }, [number, string]>(
    'select name from forgetting_names where project_no = ? and kind = ?',
  );
  const forget = db.query<unknown, [number]>(
    `delete from forgetting_names where (project_no, kind, name) in (
       select project_no, kind, name from forgetting_names where project_no = ? limit ${LIMITS.oldRows})`,
  );
  const scan = db.query<Bearing & { session: number; eventId: string }, [number, number, string, number]>(
    `select session, event_id as eventId, ${BEARING_COLUMNS}
     from events
     where project_no = ? and (session, event_id) > (?, ?) order by session, event_id limit ?`,
  );

  const nextBlock = db.query<Block, [number, number, number]>(
    `select ${BLOCK_COLUMNS} from packed_events
     where project_no = ? and (day, block) > (?, ?) order by day, block limit 1`,
  );

  const begin = (projectNo: number, isPerson: boolean): Doubt => {
    if (isPerson) visitors.update(projectNo);
    const named = (kind: Kind) => select.all(projectNo, kind).map(({ name }) => Number(name));
    const sections = bearers.sections(projectNo);
    const doubt: Doubt = {
      ...{ pages: new Set(), elements: new Set(), after: [-1, ''], block: null, sessionAfter: [-1, 0] },
      visitors: new Set(),
      visitorsTo: '',
    };
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
    pages.clear();
    elements.clear();
    if (forget.run(projectNo).changes < LIMITS.oldRows) doubts.delete(projectNo);
    return gone;
  };

  const tidy: NameStore['tidy'] = (projectNo, isPerson) =>
    immediate(db, () => {
      const doubt = doubts.get(projectNo);
      if (doubt === undefined) {
        if (select.get(projectNo, 'page') === null && select.get(projectNo, 'visitor') === null) return null;
        doubts.set(projectNo, begin(projectNo, isPerson));
        return { pages: 0, elements: 0 };
      }
      const { pages, elements, after } = doubt;
      if (doubt.visitorsTo !== null) {
        visitors.step(projectNo, doubt);
        return { pages: 0, elements: 0 };
      }
      if (pages.size + elements.size === 0) return finish(projectNo, doubt);
      if (doubt.block !== null) {
        const block = nextBlock.get(projectNo, ...doubt.block);
        if (!block) return finish(projectNo, doubt);
        clearPacked(doubt, block);
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

  return {
    tidy,
    see({ sessions, pages, elements }) {
      if (doubts.size === 0) return;
      for (const { projectNo, visitor } of sessions) doubts.get(projectNo)?.visitors.delete(visitor);
      for (const { projectNo, page } of pages) doubts.get(projectNo)?.pages.delete(page);
      for (const { projectNo, element } of elements) doubts.get(projectNo)?.elements.delete(element);
    },
  };
}

/** Takes what others bear out of what is in doubt. */
function clear({ pages, elements }: Doubt, rows: readonly Bearing[]): void {
  for (const row of rows) {
    if (row.page !== null) pages.delete(row.page);
    if (elements.size > 0) for (const element of elementsBorne(row)) elements.delete(element);
  }
}

function clearPacked({ pages, elements }: Doubt, block: Block): void {
  const borne = packedPlaces(block.heads);
  for (const page of borne.pages) pages.delete(page);
  for (const element of borne.elements) elements.delete(element);
  if (elements.size > 0) for (const section of packedSections(block)) elements.delete(section);
}

/** Of what was kept long enough, who has sessions left stays known since then. */
function prepareVisitors(
  db: Database,
  dropBlocks: (sessions: readonly SessionSpan[]) => void,
  atOnce: number,
) {
  const NAMED = `(select name from forgetting_names where project_no = ?1 and kind = 'visitor')`;
  const update = db.query<unknown, [number]>(
    `update visitors set first_at_ms = found.first_at_ms
     from (
       select visitor, min(started_at_ms) as first_at_ms from sessions
       where project_no = ?1 and visitor in ${NAMED} group by visitor
     ) as found
     where visitors.project_no = ?1 and visitors.visitor = found.visitor`,
  );
  const left = db.query<SessionSpan, [number]>(
    `select project_no as projectNo, started_at_ms as startedAtMs, ended_at_ms as endedAtMs
     from sessions where project_no = ?1 and visitor in ${NAMED}`,
  );
  const scan = db.query<{ session: number; part: number; visitor: string }, [number, number, number]>(
    `select session, part, visitor from session_rows
     where project_no = ? and (session, part) > (?, ?) order by session, part limit ${LIMITS.forgetScanned}`,
  );
  const drop = db.query<unknown, [number, string]>(
    'delete from visitors where project_no = ? and visitor = ?',
  );
  const next = db.query<{ name: string }, [number, number]>(
    `select name from forgetting_names where project_no = ? and kind = 'visitor' order by name limit ?`,
  );
  const forget = db.query<unknown, [number, string]>(
    `delete from forgetting_names where (project_no, kind, name) in (
       select project_no, kind, name from forgetting_names
       where project_no = ? and kind = 'visitor' and name <= ? order by name limit ${LIMITS.oldRows})`,
  );
  return {
    /** Who is new and who returns stands in the blocks of sessions. */
    update(projectNo: number): void {
      update.run(projectNo);
      dropBlocks(left.all(projectNo));
    },
    /**
     * Looks for sessions of theirs, or drops some of those who have none: who has keeps his row, packed ones name it by
     * number. Then takes the next ones: of ten million sessions there are too many for one look.
     */
    step(projectNo: number, doubt: Doubt): void {
      const { visitors, visitorsTo, sessionAfter } = doubt;
      if (visitors.size === 0) {
        if (forget.run(projectNo, visitorsTo ?? '').changes > 0) return;
        for (const { name } of next.all(projectNo, atOnce)) visitors.add(name);
        doubt.visitorsTo = [...visitors].at(-1) ?? null;
        doubt.sessionAfter = [-1, 0];
        return;
      }
      if (sessionAfter === null) {
        for (const visitor of [...visitors].slice(0, LIMITS.oldRows)) {
          drop.run(projectNo, visitor);
          visitors.delete(visitor);
        }
        return;
      }
      const rows = scan.all(projectNo, ...sessionAfter);
      for (const { visitor } of rows) visitors.delete(visitor);
      const last = rows.at(-1);
      doubt.sessionAfter = last && rows.length === LIMITS.forgetScanned ? [last.session, last.part] : null;
    },
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
