// What a share link answers: its own question and no other. Every parameter comes from the link; only the place in a long
// list is the receiver's.

import type { JourneyAnswer, Page, SessionRowView } from '../contract/api.ts';
import { bestSnapshot } from '../contract/best-snapshot.ts';
import type { HeatmapReport } from '../contract/compare-answer.ts';
import { LIMITS } from '../contract/limits.ts';
import type { ScrollAnswer } from '../contract/scroll-answer.ts';
import type { SharedFunnel, SharedOverview, SharedQuestion } from '../contract/shares.ts';
import { HeatError } from '../lib/errors.ts';
import { funnel } from '../reports/funnel.ts';
import { heatmap } from '../reports/heatmap.ts';
import { journey } from '../reports/journey.ts';
import { overview } from '../reports/overview.ts';
import { storedPageIds } from '../reports/page-question.ts';
import { previousSpan } from '../reports/previous.ts';
import { type ResolvedScope, resolveScope } from '../reports/scope.ts';
import { scroll } from '../reports/scroll.ts';
import { listSessions } from '../reports/sessions.ts';
import type { ProjectRow } from '../storage/port-catalog.ts';
import type { Rooms } from './rooms.ts';
import { withSegment } from './segment.ts';

export type SharedAsk = {
  rooms: Rooms;
  project: ProjectRow;
  question: SharedQuestion;
  /** Where to go on in a list of sessions or events. */
  cursor: string | undefined;
  signal: AbortSignal;
};
type Answers = {
  overview: SharedOverview;
  heatmap: HeatmapReport;
  scroll: ScrollAnswer;
  funnel: SharedFunnel;
  sessions: Page<SessionRowView>;
  session: JourneyAnswer;
};
export type SharedPart = keyof Answers;

/** Throws `not_found` (not_shared) for a part that is not of the link's view, else what the report throws. */
export async function answerShared<P extends SharedPart>(part: P, asked: SharedAsk): Promise<Answers[P]> {
  if (!partsOf(asked.question).includes(part)) throw notShared();
  return ANSWERS[part](asked, await scopeOf(asked));
}

/** Gzipped JSON of the snapshot that the map lies over; null without one. Throws `not_found` for other views. */
export async function sharedSnapshot(asked: SharedAsk): Promise<Uint8Array<ArrayBuffer> | null> {
  const { rooms, project, question, signal } = asked;
  const { view, page = '', device = null } = question.target;
  if (view !== 'heatmap') throw notShared();
  const { no: projectNo, pageRules } = project;
  const pages = await storedPageIds(rooms.reports, { projectNo, pageRules }, page, { signal });
  const best = bestSnapshot(await rooms.snapshots.list(projectNo, pages), { device });
  return best && rooms.snapshots.read(projectNo, best.id);
}

const ANSWERS: { [P in SharedPart]: (asked: SharedAsk, scope: ResolvedScope) => Promise<Answers[P]> } = {
  async overview({ rooms, signal }, scope) {
    const now = await overview(rooms.reports, { scope }, { signal });
    if (!scope.comparePrevious) return { now, before: null };
    const earlier = { ...scope, ...previousSpan(scope, now.interval), period: null, comparePrevious: false };
    const before = await overview(rooms.reports, { scope: earlier, interval: now.interval }, { signal });
    return { now, before };
  },
  heatmap: ({ rooms, question, signal }, scope) => {
    const { page = '', kind, device } = question.target;
    const asked = { scope: { ...scope, comparePrevious: false }, page, kind, device };
    return heatmap(rooms.reports, asked, { signal });
  },
  scroll: ({ rooms, question, signal }, scope) => {
    const { page = '', device } = question.target;
    return scroll(rooms.reports, { scope, page, device }, { signal });
  },
  async funnel({ rooms, project, question, signal }, scope) {
    const id = question.target.funnel ?? '';
    const { name, steps, windowMs, order, unit } = await rooms.funnels.find({ projectNo: project.no, id });
    const definition = { steps, windowMs, order, unit };
    return { name, answer: await funnel(rooms.reports, { scope, definition }, { signal }) };
  },
  sessions: ({ rooms, cursor, signal }, scope) => {
    const nowMs = rooms.clock.nowMs();
    const limit = String(LIMITS.shareSessions);
    const question = { scope: { ...scope, comparePrevious: false }, nowMs, limit, cursor };
    return listSessions(rooms.reports, question, { signal });
  },
  session: ({ rooms, project, question, cursor, signal }) => {
    const sessionId = question.target.session ?? '';
    const asked = { projectNo: project.no, sessionId, nowMs: rooms.clock.nowMs(), cursor };
    return journey(rooms.reports, asked, { signal });
  },
};

function partsOf({ target: { view, kind } }: SharedQuestion): SharedPart[] {
  if (view !== 'heatmap') return [view];
  return kind === 'scroll' || kind === 'attention' ? ['scroll'] : ['heatmap'];
}

async function scopeOf({ rooms, project, question }: SharedAsk): Promise<ResolvedScope> {
  const { no: projectNo, timeZone, pageRules } = project;
  const params = (await withSegment(question.scope, project, rooms)) as SharedQuestion['scope'];
  return resolveScope(params, { projectNo, timeZone, pageRules }, rooms.clock.nowMs());
}

function notShared(): HeatError {
  return new HeatError({ kind: 'not_found', code: 'not_shared', message: 'This link does not show that' });
}
