// Snapshots in snapshots.db. The server's main thread is its one writer; rows are large and rare, so plain prepared
// statements on one connection are enough.

import type { Database } from 'bun:sqlite';
import { DEVICE_CODES, DEVICES, type Device } from '../../contract/event-types.ts';
import { HeatError } from '../../lib/errors.ts';
import type { SnapshotStore, StoredSnapshot } from '../port-snapshots.ts';
import { guarded, immediate, openReader, openWriter } from './connection.ts';

type Row = Omit<StoredSnapshot, 'device' | 'isMasked'> & { device: number; isMasked: number };

const COLUMNS =
  'id, project_no as projectNo, page, url, title, device, viewport_w as viewportW, viewport_h as viewportH, ' +
  'doc_w as docW, doc_h as docH, layout_hash as layoutHash, nodes, created_at_ms as createdAtMs, is_masked as isMasked, ' +
  'length(body) as bytes';

/** Opens `snapshots.db`, which must have been migrated. Throws `unavailable` when it cannot be opened. */
export async function openSqliteSnapshotStore(
  path: string,
  options: { readonly?: boolean } = {},
): Promise<SnapshotStore> {
  const db = options.readonly ? openReader(path) : openWriter(path);
  // A removed snapshot leaves no bytes behind; uploads are rare, so the cost does not matter.
  if (!options.readonly) db.run('pragma secure_delete = on');
  const { insert, masked, replaced, beyondPage, beyondProject } = writes(db);
  const ofPage = db.query<Row, [number, number, number]>(
    `select ${COLUMNS} from snapshots where project_no = ? and page = ? order by created_at_ms desc, id desc limit ?`,
  );
  const ofProject = db.query<Row, [number, number]>(
    `select ${COLUMNS} from snapshots where project_no = ? order by created_at_ms desc, id desc limit ?`,
  );
  const body = db.query<{ body: Uint8Array<ArrayBuffer> }, [number, string]>(
    'select body from snapshots where project_no = ? and id = ?',
  );
  const all = db.query('delete from snapshots where project_no = ?');
  const one = db.query('delete from snapshots where project_no = ? and id = ?');
  return {
    async add(row, bytes, bounds) {
      const device = DEVICE_CODES[row.device];
      guarded(() =>
        immediate(db, () => {
          const isMasked = Number(row.isMasked);
          if (!row.isMasked) masked.run(row.projectNo, row.page, device);
          replaced.run(row.projectNo, row.page, device, row.viewportW, row.layoutHash, isMasked);
          insert.run(
            ...([row.id, row.projectNo, row.page, row.url, row.title, device] as const),
            ...([row.viewportW, row.viewportH, row.docW, row.docH, row.layoutHash] as const),
            ...([row.nodes, row.createdAtMs, bytes, isMasked] as const),
          );
          beyondPage.run(row.projectNo, row.page, device, bounds.perPage);
          beyondProject.run(row.projectNo, bounds.perProject);
        }),
      );
    },
    async list(projectNo, page, limit) {
      return guarded(() =>
        (page === null ? ofProject.all(projectNo, limit) : ofPage.all(projectNo, page, limit)).map((row) => ({
          ...row,
          device: deviceOf(row.device),
          isMasked: row.isMasked === 1,
        })),
      );
    },
    async read(projectNo, id) {
      return guarded(() => body.get(projectNo, id)?.body ?? null);
    },
    async remove(projectNo, id) {
      if (guarded(() => one.run(projectNo, id)).changes === 0)
        throw new HeatError({
          kind: 'not_found',
          code: 'snapshot_not_found',
          message: 'There is no such snapshot',
        });
    },
    async removeProject(projectNo) {
      guarded(() => {
        all.run(projectNo);
        db.run('pragma incremental_vacuum');
      });
    },
    async close() {
      if (!options.readonly) guarded(() => db.run('pragma wal_checkpoint(truncate)'));
      db.close();
    },
  };
}

function writes(db: Database) {
  return {
    insert: db.query(
      `insert into snapshots (id, project_no, page, url, title, device, viewport_w, viewport_h, doc_w, doc_h,
         layout_hash, nodes, created_at_ms, body, is_masked)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    masked: db.query(
      'delete from snapshots where project_no = ? and page = ? and device = ? and is_masked = 1',
    ),
    replaced: db.query(
      `delete from snapshots
       where project_no = ? and page = ? and device = ? and viewport_w = ? and layout_hash = ? and is_masked = ?`,
    ),
    beyondPage: db.query(
      `delete from snapshots where id in (
         select id from snapshots where project_no = ? and page = ? and device = ?
         order by is_masked, created_at_ms desc, id desc limit -1 offset ?)`,
    ),
    beyondProject: db.query(
      `delete from snapshots where id in (
         select id from snapshots where project_no = ?
         order by is_masked, created_at_ms desc, id desc limit -1 offset ?)`,
    ),
  };
}

function deviceOf(code: number): Device {
  return DEVICES.find((device) => DEVICE_CODES[device] === code) ?? 'desktop';
}
