// What an order to take something out has removed so far, and the names that may be nobody's any more.

import type { Database } from 'bun:sqlite';
import { NOTHING_REMOVED, type RemovedCounts } from '../../contract/personal-data.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { AgeOrder, ForgetOrder, RestOrder } from '../port-forgetting.ts';

type Order = Pick<ForgetOrder, 'projectNo' | 'id'>;
type NamesOf = { pages?: Iterable<number>; elements?: Iterable<number>; visitors?: Iterable<string> };
/** Ends the id of the row that tells of whole days; ids of orders have no blank. */
const DAYS = ' days';
/** The same of the row that tells how far the sessions of a purge are noted. */
const PURGED = ' purged';
type Days = { id: string; beforeMs: number; goneMs: number | null };

export type ForgettingProgress = ReturnType<typeof prepareProgress>;

export function prepareProgress(db: Database) {
  const open = db.query<unknown, [number, string, string]>(
    'insert into forgettings (project_no, id, removed) values (?, ?, ?) on conflict (project_no, id) do nothing',
  );
  const select = db.query<{ removed: string }, [number, string]>(
    'select removed from forgettings where project_no = ? and id = ?',
  );
  const update = db.query<unknown, [string, number, string]>(
    'update forgettings set removed = ? where project_no = ? and id = ?',
  );
  const name = db.query<unknown, [number, string, string]>(
    'insert into forgetting_names (project_no, kind, name) values (?, ?, ?) on conflict do nothing',
  );
  const note = db.query<unknown, [number, string, string]>(
    `insert into forgettings (project_no, id, removed) values (?, ?, ?)
     on conflict (project_no, id) do update set removed = excluded.removed`,
  );
  const close = db.query<unknown, [number, string, string, string]>(
    'delete from forgettings where project_no = ? and id in (?, ?, ?)',
  );
  const noted = db.query<{ projectNo: number; removed: string }, [string]>(
    `select project_no as projectNo, removed from forgettings where id like '%' || ?`,
  );
  const begun = db.query<{ projectNo: number; id: string }, []>(
    `select project_no as projectNo, id from forgettings where id <> 'age' and id not like '% %'`,
  );
  const read = ({ projectNo, id }: Order): RemovedCounts => {
    const row = select.get(projectNo, id);
    return row ? (JSON.parse(row.removed) as RemovedCounts) : { ...NOTHING_REMOVED };
  };
  const daysOf = ({ projectNo, id }: Order): Days | null => {
    const row = select.get(projectNo, id + DAYS);
    return row && (JSON.parse(row.removed) as Days);
  };
  const writeDays = ({ projectNo, id }: Order, days: Days): void => {
    note.run(projectNo, id + DAYS, JSON.stringify(days));
  };
  return {
    open: ({ projectNo, id }: Order): void => {
      open.run(projectNo, id, JSON.stringify(NOTHING_REMOVED));
    },
    close: ({ projectNo, id }: Order): void => {
      close.run(projectNo, id, id + DAYS, id + PURGED);
    },
    read,
    add(order: Order, more: Partial<RemovedCounts>): void {
      const sum = read(order);
      for (const key of Object.keys(more) as (keyof RemovedCounts)[]) sum[key] += more[key] ?? 0;
      update.run(JSON.stringify(sum), order.projectNo, order.id);
    },
    /** Whole days before `beforeMs` are being removed: a row beside that of the order, until they are. */
    beginDays(order: Order, beforeMs: number): void {
      writeDays(order, { goneMs: null, ...daysOf(order), id: order.id, beforeMs });
    },
    /** The last of what went of them ended then. */
    addGone(order: Order, endedMs: number): void {
      const days = daysOf(order);
      if (days) writeDays(order, { ...days, goneMs: Math.max(days.goneMs ?? 0, endedMs) });
    },
    /** Before when, or null when none are. */
    daysOf: (order: Order): number | null => daysOf(order)?.beforeMs ?? null,
    begunDays: (): AgeOrder[] =>
      noted.all(DAYS).map(({ projectNo, removed }) => {
        const { id, goneMs } = JSON.parse(removed) as Days;
        const beforeMs = goneMs ? (Math.floor(goneMs / DAY_MS) + 1) * DAY_MS : 0;
        return { projectNo, id, kind: 'age', beforeMs, isBegun: true };
      }),
    /** But for those of age. */
    begun: (): RestOrder[] => begun.all().map((order) => ({ ...order, kind: 'rest' })),
    /** Sessions that began before `toMs` are noted. */
    purge({ projectNo, id }: Order, toMs: number): void {
      note.run(projectNo, id + PURGED, JSON.stringify({ toMs }));
    },
    /** Up to when, or null when none are. */
    purgedTo({ projectNo, id }: Order): number | null {
      const row = select.get(projectNo, id + PURGED);
      return row && (JSON.parse(row.removed) as { toMs: number }).toMs;
    },
    addNames(projectNo: number, { pages = [], elements = [], visitors = [] }: NamesOf): void {
      for (const page of pages) name.run(projectNo, 'page', String(page));
      for (const element of elements) name.run(projectNo, 'element', String(element));
      for (const visitor of visitors) name.run(projectNo, 'visitor', visitor);
    },
  };
}
