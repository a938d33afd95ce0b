// Packs the clicks of days that are over, a few thousand of one page and day at a time, and changes what is packed when a
// session part changes. What comes late stands in `clicks` as rows until the next walk.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { SessionKey } from '../port-apply.ts';
import { immediate } from './connection.ts';
import {
  packClicks,
  packedCount,
  packedElementsOf,
  type StoredClick,
  visitPackedClicks,
} from './packed-clicks.ts';

type Group = { projectNo: number; page: number; day: number };
type Block = { block: number; clicks: Uint8Array };
/** A click of one part: where it stands among the packed ones. */
export type PlacedClick = { page: number; tsMs: number };
/** A part with its clicks among the packed ones. */
export type PlacedPart = { session: number; part: number; placed: readonly PlacedClick[] };
/** By session and part: asked of every click of a block, so without a name to be made. */
type ByPart<T> = Map<number, Map<number, T>>;

const NEXT = `
select project_no as projectNo, page, ts_ms as tsMs
from clicks
where (project_no, page, ts_ms) > (?, ?, ?)
order by project_no, page, ts_ms
limit 1`;
const ROWS = `
select ts_ms as tsMs, session, event_id as eventId, part, device, element, bin, cell, view_w as viewW,
  view_h as viewH, doc_w as docW, doc_h as docH, kinds
from clicks
where project_no = ?
  and page = ?
  and ts_ms >= ?
  and ts_ms < ?
order by ts_ms, session, event_id
limit ${LIMITS.packClicks}`;
const DROP_ROWS = `
delete from clicks
where project_no = ?
  and page = ?
  and ts_ms >= ?
  and ts_ms <= ?
  and (ts_ms, session, event_id) <= (?, ?, ?)`;
const OF_DAY = 'where project_no = ? and page = ? and day = ?';

export function preparePackedClicks(db: Database) {
  const next = db.query<{ projectNo: number; page: number; tsMs: number }, number[]>(NEXT);
  const rows = db.query<StoredClick & { eventId: string }, number[]>(ROWS);
  const dropRows = db.query<unknown, [...number[], string]>(DROP_ROWS);
  const lastBlock = db.query<Block, number[]>(
    `select block, clicks from packed_clicks ${OF_DAY} order by block desc limit 1`,
  );
  const blocks = db.query<Block, number[]>(`select block, clicks from packed_clicks ${OF_DAY}`);
  const write = db.query(
    `insert into packed_clicks (project_no, page, day, block, clicks) values (?, ?, ?, ?, ?)
     on conflict (project_no, page, day, block) do update set clicks = excluded.clicks`,
  );
  const drop = db.query<unknown, number[]>(`delete from packed_clicks ${OF_DAY} and block = ?`);
  const one = db.query<Block, number[]>(`select block, clicks from packed_clicks ${OF_DAY} and block = ?`);
  const before = db.query<{ day: number; block: number }, number[]>(
    'select day, block from packed_clicks where project_no = ? and page = ? and day < ?',
  );
  const note = db.query<unknown, number[]>(
    'insert into packed_elements (project_no, element, page) values (?, ?, ?) on conflict do nothing',
  );
  /** Where the walk stands: a page and the time up to which its clicks were looked at. */
  let at: [projectNo: number, page: number, tsMs: number] = [0, 0, 0];

  const pack = ({ projectNo, page, day }: Group): void => {
    const dayMs = day * DAY_MS;
    const fresh = rows.all(projectNo, page, dayMs, dayMs + DAY_MS);
    const last = fresh.at(-1);
    if (!last) return;
    const before = lastBlock.get(projectNo, page, day);
    // A few late clicks join the block before them; many make their own.
    const joined = before !== null && packedCount(before.clicks) < LIMITS.packClicks / 4 ? before : null;
    const all: StoredClick[] = [...fresh];
    if (joined) visitPackedClicks(joined.clicks, dayMs, (click) => all.push({ ...click }));
    const bytes = packClicks(all, dayMs);
    write.run(projectNo, page, day, joined?.block ?? (before?.block ?? 0) + 1, bytes);
    for (const element of packedElementsOf(bytes)) note.run(projectNo, element, page);
    dropRows.run(projectNo, page, dayMs, last.tsMs, last.tsMs, last.session, last.eventId);
  };

  /** The next page and day before `beforeDay`, at most `groups` looks on; null when there is none so near. */
  const find = (beforeDay: number, groups: number): Group | null => {
    for (let left = groups; left > 0; left -= 1) {
      const row = next.get(...at);
      if (!row) {
        at = [0, 0, 0];
        return null;
      }
      const { projectNo, page, tsMs } = row;
      const day = Math.floor(tsMs / DAY_MS);
      // What is left of the day is found again.
      at = day < beforeDay ? [projectNo, page, tsMs - 1] : [projectNo, page, Number.MAX_SAFE_INTEGER];
      if (day < beforeDay) return { projectNo, page, day };
    }
    return null;
  };

  const rewrite = (
    group: Group,
    isOwn: (click: StoredClick) => boolean,
    change: (click: StoredClick) => StoredClick[],
  ): void => {
    const dayMs = group.day * DAY_MS;
    for (const { block, clicks } of blocks.all(group.projectNo, group.page, group.day)) {
      const kept: StoredClick[] = [];
      let changed = 0;
      visitPackedClicks(clicks, dayMs, (click) => {
        if (isOwn(click)) changed += 1;
        kept.push(...(isOwn(click) ? change({ ...click }) : [{ ...click }]));
      });
      if (changed === 0) continue;
      if (kept.length === 0) drop.run(group.projectNo, group.page, group.day, block);
      else write.run(group.projectNo, group.page, group.day, block, packClicks(kept, dayMs));
    }
  };

  const groupsOf = (projectNo: number, placed: readonly PlacedClick[]): Iterable<Group> => {
    const groups = new Map<string, Group>();
    for (const { page, tsMs } of placed) {
      const day = Math.floor(tsMs / DAY_MS);
      groups.set(`${page} ${day}`, { projectNo, page, day });
    }
    return groups.values();
  };

  return {
    /** Packs clicks of the next page and day, if there is one within so many; one transaction. False at the end of the walk. */
    step(beforeDay: number, groups: number): boolean {
      return immediate(db, () => {
        const group = find(beforeDay, groups);
        if (group) pack(group);
        return group !== null || at[0] !== 0;
      });
    },
    /** The packed clicks of each part, in the same order; each block is opened once. */
    clicksOfParts(projectNo: number, parts: readonly PlacedPart[]): (StoredClick & { page: number })[][] {
      const found = parts.map((): (StoredClick & { page: number })[] => []);
      const byPart = indexParts(parts, (at) => found[at]!);
      for (const { page, day } of groupsOf(projectNo, placedOf(parts)))
        for (const { clicks } of blocks.all(projectNo, page, day))
          visitPackedClicks(clicks, day * DAY_MS, (click) =>
            byPart
              .get(click.session)
              ?.get(click.part)
              ?.push({ ...click, page }),
          );
      return found;
    },
    /** The blocks of a page's days before `beforeDay`. */
    blocksBefore: (projectNo: number, page: number, beforeDay: number): { day: number; block: number }[] =>
      before.all(projectNo, page, beforeDay),
    /** Takes those clicks out of a block that do not stay, or all of it when none does. */
    keep(
      { projectNo, page, day, block }: Group & { block: number },
      stays: ((click: StoredClick) => boolean) | null,
    ): void {
      const found = stays === null ? null : one.get(projectNo, page, day, block);
      const kept: StoredClick[] = [];
      if (found)
        visitPackedClicks(found.clicks, day * DAY_MS, (click) => {
          if (stays?.(click)) kept.push({ ...click });
        });
      if (kept.length === 0) drop.run(projectNo, page, day, block);
      else if (found && kept.length < packedCount(found.clicks))
        write.run(projectNo, page, day, block, packClicks(kept, day * DAY_MS));
    },
    /** Takes packed clicks of parts out; each block is written once. */
    dropParts(projectNo: number, parts: readonly PlacedPart[]): void {
      const byPart = indexParts(parts, () => true);
      const isOwn = ({ session, part }: StoredClick) => byPart.get(session)?.has(part) === true;
      for (const group of groupsOf(projectNo, placedOf(parts))) rewrite(group, isOwn, () => []);
    },
    /** Takes the packed clicks of a session out of their blocks; `placed` are the session's clicks. */
    take(
      { projectNo, session }: SessionKey,
      placed: readonly PlacedClick[],
    ): (StoredClick & { page: number })[] {
      const taken: (StoredClick & { page: number })[] = [];
      for (const group of groupsOf(projectNo, placed))
        rewrite(
          group,
          (click) => click.session === session,
          (click) => {
            taken.push({ ...click, page: group.page });
            return [];
          },
        );
      return taken;
    },
  };
}

function placedOf(parts: readonly PlacedPart[]): PlacedClick[] {
  return parts.flatMap(({ placed }) => placed);
}

function indexParts<T>(parts: readonly PlacedPart[], of: (at: number) => T): ByPart<T> {
  const index: ByPart<T> = new Map();
  for (const [at, { session, part }] of parts.entries())
    index.set(session, (index.get(session) ?? new Map<number, T>()).set(part, of(at)));
  return index;
}
