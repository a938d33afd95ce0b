// Sessions of a scope that resemble one session, by contract/similarity.ts: the newest LIMITS.similarCandidates are
// compared, each by what its row and its views say.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { type Likeness, type Similarity, similarityOf } from '../../contract/similarity.ts';
import type { SessionDetail, SimilarQuery } from '../port.ts';
import { UNSEEN_VIEW } from '../port-kinds.ts';
import type { SimilarSession } from '../port-sessions.ts';
import { sessionsBegun } from './report-filters.ts';
import { deviceOf } from './report-session-row.ts';
import { readSession } from './report-sessions.ts';

type Row = {
  session: number;
  part: number;
  startedAtMs: number;
  device: number | null;
  entryPage: number | null;
  rage: number;
  errorClicks: number;
  dead: number;
  quickBacks: number;
  errors: number;
  /** JSON list of the page ids that were viewed. */
  pages: string;
};

const COLUMNS = `
  s.session, s.part, s.started_at_ms as startedAtMs, s.device, s.entry_page as entryPage,
  s.rage, s.error_clicks as errorClicks, s.dead, s.quick_backs as quickBacks, s.errors,
  (
    select json_group_array(distinct v.page)
    from views v
    where v.project_no = s.project_no
      and v.session = s.session
      and v.part = s.part
      and v.event_id <> '${UNSEEN_VIEW.eventId}'
  ) as pages`;

const ONE = `
select ${COLUMNS}
from sessions s
where s.project_no = ?
  and s.session = ?
  and s.part = ?`;

/** Most alike first, the newer of equals before the older; sessions that share nothing but their device are left out. */
export function readSimilar(db: Database, query: SimilarQuery): SimilarSession<SessionDetail>[] {
  const { projectNo, session, part, limit } = query;
  const own = db.query<Row, number[]>(ONE).get(projectNo, session, part);
  if (!own) return [];
  const wanted = likenessOf(own);
  const begun = sessionsBegun(query);
  const candidates = db.query<Row, SQLQueryBindings[]>(`
select ${COLUMNS}
from sessions s
where ${begun.sql}
order by s.started_at_ms desc, s.session desc, s.part desc
limit ?`);
  const found: { row: Row; similarity: Similarity }[] = [];
  for (const row of candidates.iterate(...begun.params, LIMITS.similarCandidates)) {
    if (row.session === session && row.part === part) continue;
    const similarity = similarityOf(wanted, likenessOf(row));
    if (similarity.parts.pages > 0 || similarity.parts.entry > 0) found.push({ row, similarity });
  }
  return found
    .sort((a, b) => b.similarity.score - a.similarity.score || b.row.startedAtMs - a.row.startedAtMs)
    .slice(0, limit)
    .map(({ row, similarity }) => ({
      detail: readSession(db, { projectNo, session: row.session, part: row.part }),
      similarity,
    }));
}

function likenessOf({ device, entryPage, pages, ...row }: Row): Likeness {
  const { rage, errorClicks, dead, quickBacks, errors } = row;
  return {
    ...{ rage, errorClicks, dead, quickBacks, errors },
    ...{ entryPage, device: deviceOf(device) },
    pages: new Set(JSON.parse(pages) as number[]),
  };
}
