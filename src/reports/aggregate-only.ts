// Projects that answer sums only: nothing that follows one person leaves the store, and whatever fewer than
// LIMITS.leastVisitors visitors stand behind is hidden. Every method of the store is named here, so a new one cannot be
// forgotten. What was collected under that promise keeps it after the setting is switched off.

import { NO_VALUE } from '../contract/dimensions.ts';
import { LIMITS } from '../contract/limits.ts';
import type { PageRules } from '../contract/page-rules.ts';
import { followsFromMs, readSettings } from '../contract/project-settings.ts';
import { HeatError } from '../lib/errors.ts';
import type { Filter, QueryOptions, ReportStore, Scope } from '../storage/port.ts';
import type { Catalog } from '../storage/port-catalog.ts';
import type { Purgeable } from '../storage/port-purges.ts';
import type { MapSupport, MapSupportQuery } from '../storage/port-support.ts';
import { byProject } from './by-project.ts';
import { hideFunnel, hideMetrics, hideOverview, hideRecent, hideRetention, hideUsers } from './hide-cells.ts';
import { hideElements, hideFriction, hideHeatmap, hideScroll } from './hide-maps.ts';

/** What a project lets out: `fromMs` since when people may be followed, null when none may. */
export type Openness = { followFromMs: number | null };
export type OpennessOf = (projectNo: number) => Promise<Openness>;

/** Reads it from the project's settings; remembered until anybody writes into the catalog. */
export function createOpenness(catalog: Pick<Catalog, 'version' | 'findProjectByNo'>): OpennessOf {
  return byProject(catalog, (projectNo) => readOpenness(catalog, projectNo));
}

/** Since when people may be followed. Throws `forbidden` (aggregate_only) when none may. */
export async function followsFrom(openness: OpennessOf, projectNo: number): Promise<number> {
  const { followFromMs } = await openness(projectNo);
  if (followFromMs === null) throw sumsOnly();
  return followFromMs;
}

async function readOpenness(catalog: Pick<Catalog, 'findProjectByNo'>, projectNo: number): Promise<Openness> {
  const settings = (await catalog.findProjectByNo(projectNo))?.settings ?? {};
  return { followFromMs: readSettings(settings).aggregateOnly ? null : followsFromMs(settings) };
}

export function aggregateOnly(store: ReportStore, openness: OpennessOf): ReportStore {
  const least = LIMITS.leastVisitors;

  const follows = (projectNo: number): Promise<number> => followsFrom(openness, projectNo);
  /** The same question about those who may be followed. */
  const followed = async <Q extends Scope>(query: Q): Promise<Q> => {
    const fromMs = Math.max(query.fromMs, await follows(query.projectNo));
    return { ...query, fromMs, toMs: Math.max(fromMs, query.toMs) };
  };
  /** Whether the question is about people who are hidden in sums. Throws `forbidden` when it then asks for one by name. */
  const isHiding = async (query: Pick<Scope, 'projectNo' | 'fromMs'> & Naming): Promise<boolean> => {
    const { followFromMs } = await openness(query.projectNo);
    const isHidden = followFromMs === null || query.fromMs < followFromMs;
    if (isHidden && namesSomebody(query)) throw sumsOnly();
    return isHidden;
  };
  /** Answers as the store does, or hidden by `hide` where that is due. */
  const hidden =
    <Q extends Scope & Naming, A>(
      ask: (query: Q, options?: QueryOptions) => Promise<A>,
      hide: (answer: A, query: Q, options?: QueryOptions) => A | Promise<A>,
    ) =>
    async (query: Q, options?: QueryOptions): Promise<A> => {
      const isHidden = await isHiding(query);
      const answer = await ask(query, options);
      return isHidden ? hide(answer, query, options) : answer;
    };
  /** Sessions of before are not there. */
  const session: ReportStore['session'] = async (key, options) => {
    const sinceMs = await follows(key.projectNo);
    const detail = await store.session(key, options);
    if (detail.row.startedAtMs >= sinceMs) return detail;
    throw new HeatError({
      kind: 'not_found',
      code: 'session_not_found',
      message: 'Cannot find this session in this project',
    });
  };
  const clickSupport = (
    query: Pick<MapSupportQuery, keyof Scope | 'pages' | 'device'>,
    options?: QueryOptions,
  ): Promise<MapSupport> =>
    store.mapSupport({ ...query, least, kind: 'click', grid: { columns: 8, mergedRows: 64 } }, options);

  return {
    // Of nobody in particular.
    lastEvent: store.lastEvent,
    members: store.members,
    pagesCalled: store.pagesCalled,
    elements: store.elements,
    agedSummary: store.agedSummary,
    pageSupport: store.pageSupport,
    mapSupport: store.mapSupport,
    restSupport: store.restSupport,
    scrollSupport: store.scrollSupport,
    close: store.close,

    // Sums.
    overview: hidden(store.overview, (answer) => hideOverview(answer, least)),
    async metrics(query, options) {
      if (!(await isHiding(query))) return store.metrics(query, options);
      const needs = [...new Set([...query.needs, 'sessions' as const])];
      return hideMetrics(await store.metrics({ ...query, needs }, options), least);
    },
    purgeable: hidden(store.purgeable, hidePurgeable),
    async users(query, options) {
      const isHidden = await isHiding(query);
      const answer = await store.users(query, options);
      return isHidden ? hideUsers(answer, least) : answer;
    },
    async recent(query, options) {
      const answer = await store.recent(query, options);
      return (await isHiding({ ...query, fromMs: query.sinceMs })) ? hideRecent(answer, least) : answer;
    },
    pages: hidden(store.pages, async (answer, query, options) => {
      const pages: number[][] = [];
      for (const row of answer.items) pages.push(await storedPages(store, row, { ...query, options }));
      const shown = await store.pageSupport({ ...query, least, pages }, options);
      const items = answer.items.filter((_, at) => shown[at] === true);
      return { ...answer, items, total: answer.total - (answer.items.length - items.length) };
    }),
    heatmap: hidden(store.heatmap, async (answer, query, options) =>
      hideHeatmap(answer, await store.mapSupport({ ...query, least }, options)),
    ),
    rests: hidden(store.rests, async (answer, query, options) =>
      hideHeatmap(answer, await store.restSupport({ ...query, least }, options)),
    ),
    scroll: hidden(store.scroll, async (answer, query, options) =>
      hideScroll(answer, await store.scrollSupport({ ...query, least }, options)),
    ),
    pageElements: hidden(store.pageElements, async (answer, query, options) =>
      hideElements(answer, await clickSupport(query, options)),
    ),
    friction: hidden(store.friction, async (answer, query, options) => {
      const behind = new Map<number, MapSupport>();
      // One after the other: a question of one reader must not take the places of all.
      for (const { page } of answer.rows)
        if (!behind.has(page)) behind.set(page, await clickSupport({ ...query, pages: [page] }, options));
      return hideFriction(answer, behind);
    }),
    funnel: hidden(store.funnel, async (answer, query, options) => {
      const people =
        query.unit === 'visitor' ? answer : await store.funnel({ ...query, unit: 'visitor' }, options);
      return hideFunnel(answer, people, least);
    }),
    retention: hidden(store.retention, (answer) => hideRetention(answer, least)),
    async values(query, options) {
      const isFollowing = query.dimension === 'user' || query.dimension === 'visitor';
      if (!(await isHiding(query))) return store.values(query, options);
      if (!isFollowing) return store.values({ ...query, leastVisitors: least }, options);
      const { followFromMs } = await openness(query.projectNo);
      return followFromMs === null ? [] : store.values(await followed(query), options);
    },

    // The ways of single people, and what is only told of each of them.
    clusters: async (query, options) => store.clusters(await followed(query), options),
    paths: async (query, options) => store.paths(await followed(query), options),
    sessions: async (query, options) => store.sessions(await followed(query), options),
    session,
    async journey(query, options) {
      await session(query, options);
      return store.journey(query, options);
    },
    neighbours: async (query, options) => store.neighbours(await followed(query), options),
    similar: async (query, options) => store.similar(await followed(query), options),
    customEvents: async (query, options) => store.customEvents(await followed(query), options),
    recorded: async (query, options) => store.recorded(await followed(query), options),
    funnelSessions: async (query, options) => store.funnelSessions(await followed(query), options),
    async activeSessions(query, options) {
      const sinceMs = Math.max(query.sinceMs, await follows(query.projectNo));
      return store.activeSessions({ ...query, sinceMs }, options);
    },
    async recentActivity(query, options) {
      const startedSinceMs = Math.max(query.startedSinceMs, await follows(query.projectNo));
      return store.recentActivity({ ...query, startedSinceMs }, options);
    },
    async subjectSummary(query, options) {
      await follows(query.projectNo);
      return store.subjectSummary(query, options);
    },
    async subjectSessions(query, options) {
      const sinceMs = await follows(query.projectNo);
      return store.subjectSessions({ ...query, sinceMs }, options);
    },
    async namingEvents(query, options) {
      const sinceMs = await follows(query.projectNo);
      return (await store.namingEvents(query, options)).filter(({ tsMs }) => tsMs >= sinceMs);
    },
    async keptBatches(query, options) {
      const sinceMs = await follows(query.projectNo);
      return (await store.keptBatches(query, options)).filter(({ receivedAtMs }) => receivedAtMs >= sinceMs);
    },
  };
}

/** What of a question may name a person. */
type Naming = { filters?: readonly Filter[]; split?: string | null };
const OF_PEOPLE: ReadonlySet<string> = new Set(['user', 'visitor']);

/** One person is several visitors when he has several devices, or comes on several days without a stored id. */
function namesSomebody({ filters = [], split }: Naming): boolean {
  const isNaming = ({ dimension, value, means }: Filter): boolean =>
    (OF_PEOPLE.has(dimension) && value !== NO_VALUE) ||
    (means?.kind === 'all' && means.filters.some(isNaming));
  return (split != null && OF_PEOPLE.has(split)) || filters.some(isNaming);
}

/** The pages that a row of the list stands for. */
async function storedPages(
  store: ReportStore,
  row: { page: string; group?: unknown },
  {
    projectNo,
    rules,
    options,
  }: { projectNo: number; rules: PageRules | null; options: QueryOptions | undefined },
): Promise<number[]> {
  const page = Number.parseInt(row.page, 36);
  if (row.group === undefined || rules === null) return [page];
  const members = await store.members({ projectNo, page, rules }, options);
  return members?.pages ?? [page];
}

/** A few visits are somebody's: they are not told of, and so not removed. */
function hidePurgeable(found: Purgeable): Purgeable {
  if (found.visitors >= LIMITS.leastVisitors) return found;
  const nothing = { sessions: 0, events: 0, pageviews: 0, clicks: 0, customs: 0, visitors: 0 };
  return { ...nothing, firstAtMs: null, lastAtMs: null, filters: found.filters };
}

/** Told instead of whatever follows one person. */
function sumsOnly(): HeatError {
  return new HeatError({
    kind: 'forbidden',
    code: 'aggregate_only',
    message: 'Cannot answer: this project keeps to sums, and nothing that follows one person leaves it',
  });
}
