// Rows that bear names of pages and elements, and the rows of these names: what the search for names that are nobody's any
// more asks and removes (apply-store-names.ts).

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import { BEARING_COLUMNS, type Bearing } from './event-names.ts';
import { BLOCK_COLUMNS, type Block } from './packed-places.ts';
import { createPackedReader } from './report-events.ts';

/** What indexes answer at once. */
export function prepareBearers(db: Database) {
  const ofPage = ['views', 'clicks', 'packed_clicks', 'rests'].map((table) =>
    db.query<{ found: number }, [number, number]>(
      `select 1 as found from ${table} where project_no = ? and page = ? limit 1`,
    ),
  );
  const ofElement = db.query<{ found: number }, [number, number]>(
    'select 1 as found from clicks where project_no = ? and element = ? limit 1',
  );
  return {
    hasPage: (projectNo: number, page: number): boolean =>
      ofPage.some((find) => find.get(projectNo, page) !== null),
    isClicked: (projectNo: number, element: number): boolean => ofElement.get(projectNo, element) !== null,
  };
}

export type SectionKey = [page: number, device: number, day: number, element: number, bin: number];
export type BoxKey = [page: number, device: number, element: number];
type Section = { page: number; device: number; day: number; element: number; bin: number };
type Box = { page: number; device: number; element: number };

/** What has to be read from one end to the other: the next LIMITS.forgetScanned rows of a project, or the next block. */
export function prepareScans(db: Database) {
  const sections = db.query<Section, number[]>(
    `select page, device, day, element, bin from section_bins
     where project_no = ? and (page, device, day, element, bin) > (?, ?, ?, ?, ?)
     order by page, device, day, element, bin limit ${LIMITS.forgetScanned}`,
  );
  const events = db.query<Bearing & { session: number; eventId: string }, [number, number, string]>(
    `select session, event_id as eventId, ${BEARING_COLUMNS}
     from events
     where project_no = ? and (session, event_id) > (?, ?)
     order by session, event_id limit ${LIMITS.forgetScanned}`,
  );
  const block = db.query<Block, [number, number, number]>(
    `select ${BLOCK_COLUMNS} from packed_events
     where project_no = ? and (day, block) > (?, ?) order by day, block limit 1`,
  );
  const boxes = db.query<Box, number[]>(
    `select page, device, element from boxes
     where project_no = ? and (page, device, element) > (?, ?, ?)
     order by page, device, element limit ${LIMITS.forgetScanned}`,
  );
  return {
    sections: (projectNo: number, after: SectionKey) => sections.all(projectNo, ...after),
    events: (projectNo: number, after: [session: number, eventId: string]) => events.all(projectNo, ...after),
    block: (projectNo: number, after: [day: number, block: number]) => block.get(projectNo, ...after),
    boxes: (projectNo: number, after: BoxKey) => boxes.all(projectNo, ...after),
  };
}

export function prepareNameRemoval(db: Database) {
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
  const box = db.query<unknown, [number, number, number, number]>(
    'delete from boxes where project_no = ? and page = ? and device = ? and element = ?',
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
    /** Its boxes stand by page, and have to be looked for. */
    element(projectNo: number, id: number): number {
      packedElement.run(projectNo, id);
      return element.run(projectNo, id).changes;
    },
    box: (projectNo: number, { page, device, element }: Box): void => {
      box.run(projectNo, page, device, element);
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
