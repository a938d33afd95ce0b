// What a share link shows, asked of the reports: one question of each view, the same for whoever makes the link and for
// whoever opens it. Knows no credential and no route.

import type { JourneyAnswer, Page, SessionRowView } from '../contract/api.ts';
import type { HeatmapReport } from '../contract/compare-answer.ts';
import type { FunnelDefinition } from '../contract/funnels.ts';
import { LIMITS } from '../contract/limits.ts';
import type { ScrollAnswer } from '../contract/scroll-answer.ts';
import type { SharedFunnel, SharedOverview, SharedTarget } from '../contract/shares.ts';
import type { ReportStore } from '../storage/port.ts';
import { funnel } from './funnel.ts';
import { heatmap } from './heatmap.ts';
import { journey } from './journey.ts';
import { overview } from './overview.ts';
import { previousSpan } from './previous.ts';
import type { ResolvedScope } from './scope.ts';
import { scroll } from './scroll.ts';
import { listSessions } from './sessions.ts';

export type SharedViewAsk = {
  target: SharedTarget;
  scope: ResolvedScope;
  nowMs: number;
  /** The saved funnel of an id. Throws `not_found`. */
  findFunnel: (id: string) => Promise<FunnelDefinition & { name: string }>;
  /** Where to go on in a list of sessions or events. */
  cursor?: string | undefined;
};
export type SharedViewAnswers = {
  overview: SharedOverview;
  heatmap: HeatmapReport;
  scroll: ScrollAnswer;
  funnel: SharedFunnel;
  sessions: Page<SessionRowView>;
  session: JourneyAnswer;
};
export type SharedPart = keyof SharedViewAnswers;
type Options = { signal?: AbortSignal };

/** The one answer that a view consists of. */
export function sharedPartOf({ view, kind }: SharedTarget): SharedPart {
  return view === 'heatmap' && (kind === 'scroll' || kind === 'attention') ? 'scroll' : view;
}

/** Throws what the report throws: an unknown page, funnel or session, a scope that cannot be asked. */
export function answerSharedView<P extends SharedPart>(
  store: ReportStore,
  { part, ...asked }: SharedViewAsk & { part: P },
  options: Options = {},
): Promise<SharedViewAnswers[P]> {
  return ANSWERS[part](store, asked, options);
}

const ANSWERS: {
  [P in SharedPart]: (
    store: ReportStore,
    asked: SharedViewAsk,
    options: Options,
  ) => Promise<SharedViewAnswers[P]>;
} = {
  async overview(store, { scope }, options) {
    const now = await overview(store, { scope }, options);
    if (!scope.comparePrevious) return { now, before: null };
    const earlier = { ...scope, ...previousSpan(scope, now.interval), period: null, comparePrevious: false };
    const before = await overview(store, { scope: earlier, interval: now.interval }, options);
    return { now, before };
  },
  heatmap: (store, { target: { page = '', kind, device }, scope }, options) =>
    heatmap(store, { scope: { ...scope, comparePrevious: false }, page, kind, device }, options),
  scroll: (store, { target: { page = '', device }, scope }, options) =>
    scroll(store, { scope, page, device }, options),
  async funnel(store, { target, scope, findFunnel }, options) {
    const { name, steps, windowMs, order, unit } = await findFunnel(target.funnel ?? '');
    const definition = { steps, windowMs, order, unit };
    return { name, answer: await funnel(store, { scope, definition }, options) };
  },
  sessions: (store, { scope, nowMs, cursor }, options) => {
    const question = { scope: { ...scope, comparePrevious: false }, nowMs, cursor };
    return listSessions(store, { ...question, limit: String(LIMITS.shareSessions) }, options);
  },
  session: (store, { target: { session: sessionId = '' }, scope: { projectNo }, nowMs, cursor }, options) =>
    journey(store, { projectNo, sessionId, nowMs, cursor }, options),
};
