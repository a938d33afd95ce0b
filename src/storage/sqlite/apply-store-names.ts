// Names that rows which went have left behind: pages and elements that nobody else has seen, and since when visitors are
// known. What an index answers is asked first; only what is still in doubt is looked for among all events, in pieces.

import type { Database } from 'bun:sqlite';
import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';
import { LIMITS } from '../../contract/limits.ts';
import type { SessionSpan } from './apply-store-packed-sessions.ts';
import { immediate } from './connection.ts';

type Kind = 'page' | 'element';
type Doubt = { pages: Set<number>; elements: Set<number>; after: [session: number, eventId: string] };
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

  const begin = (projectNo: number, isPerson: boolean): Doubt => {
    visitors(projectNo, isPerson);
    const named = (kind: Kind) => select.all(projectNo, kind).map(({ name }) => Number(name));
    const sections = bearers.sections(projectNo);
    const doubt: Doubt = { pages: new Set(), elements: new Set(), after: [-1, ''] };
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
      const rows = scan.all(projectNo, ...after, LIMITS.forgetScanned);
      for (const { page, element, sections } of rows) {
        if (page !== null) pages.delete(page);
        if (element !== null) elements.delete(element);
        if (sections === null || elements.size === 0) continue;
        for (const [section] of JSON.parse(sections) as [number][]) elements.delete(section);
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < LIMITS.forgetScanned) return finish(projectNo, doubt);
      doubt.after = [last.session, last.eventId];
      return { pages: 0, elements: 0 };
    });
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
  const ofPage = ['views', 'clicks', 'rests'].map((table) =>
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
  const titles = db.query<{ title: string | null }, [number, number]>(
    `select e.fields ->> '$.title' as title
     from views v join events e on e.project_no = v.project_no and e.session = v.session and e.event_id = v.event_id
     where v.project_no = ? and v.page = ? order by v.ts_ms desc limit ${LIMITS.forgetTitles}`,
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
      const newest = titles.all(projectNo, id).find(({ title }) => title !== null);
      setTitle.run(newest?.title ?? null, projectNo, id);
    },
  };
}
