import type { Database } from 'bun:sqlite';
import { describe, expect, test } from 'bun:test';
import { eventsFile } from '../../../test/support/events-file.ts';
import { isTableScan, recordStatements } from '../../../test/support/query-plans.ts';
import { SESSION_SORTS } from '../../contract/api.ts';
import { DIMENSION_NAMES, filterOpsOf, NO_VALUE } from '../../contract/dimensions.ts';
import { FUNNEL_ORDERS } from '../../contract/funnels.ts';
import { LIMITS } from '../../contract/limits.ts';
import { type PageRules, PLAIN_PAGE_RULES } from '../../contract/page-rules.ts';
import { pageId, randomVisits } from '../conformance/report-visits.ts';
import type { Filter, Scope } from '../port.ts';
import { templateIdOf } from '../port-pages.ts';
import type { StepQuery } from '../port-paths.ts';
import { READS_WHOLE } from './report-filters.ts';
import { type ReportMethod, runReport } from './report-methods.ts';
import { openReportReader } from './report-worker.ts';

/** What a plan may read from end to end: results that the statement itself has made and bounded, and the pages of its question. */
const OWN_RESULTS = ['counted', 'listed', 'newest', 'own', 'slots', 'json_each'];

/** What statements that say so may read from end to end: see report-session-scan.ts. */
const READ_WHOLE = ['SEARCH r USING PRIMARY KEY (project_no=?)', 'SEARCH w USING PRIMARY KEY (project_no=?)'];

const PLAIN_FILTERS: Filter[] = [...DIMENSION_NAMES, 'prop.plan' as const].flatMap((dimension) =>
  filterOpsOf(dimension).flatMap((op) => ['7', NO_VALUE].map((value) => ({ dimension, op, value }))),
);
const MEANT_FILTERS: Filter[] = (['is', 'is_not'] as const).flatMap((op) => [
  { dimension: 'goal', op, value: '7', means: { kind: 'all', filters: PLAIN_FILTERS.slice(0, 3) } },
  { dimension: 'funnel_left', op, value: '7.1', means: { kind: 'sessions', sessions: [[7, 0]] } },
  ...(['page', 'entry', 'exit'] as const).map(
    (dimension): Filter => ({ dimension, op, value: '7', means: { kind: 'pages', pages: [7] } }),
  ),
]);
const FILTERS: Filter[] = [...PLAIN_FILTERS, ...MEANT_FILTERS];
const DAY_MS = 86_400_000;
const TO_MS = Date.UTC(2026, 10, 20, 7, 30);
const SCOPE: Scope = {
  projectNo: 1,
  fromMs: TO_MS - 9 * DAY_MS,
  toMs: TO_MS,
  timeZone: 'UTC',
  filters: [],
  includeBots: false,
};
const STEPS: StepQuery[] = [
  { kind: 'pages', pages: [pageId(0)] },
  { kind: 'path', op: 'glob', value: '/page-*' },
  { kind: 'event', name: 'signup', where: [{ key: 'plan', op: 'is', value: 'pro' }] },
];
const VISITS = randomVisits({
  seed: 3,
  projectNo: 1,
  fromMs: SCOPE.fromMs,
  toMs: SCOPE.toMs,
  sessions: 100,
  eventsPerSession: 10,
  pages: 4,
  elements: 4,
  botShare: 0.1,
});
const PAGES = [pageId(0), pageId(1)];
const RULES: PageRules = { ...PLAIN_PAGE_RULES, keepQuery: 'none', templates: ['/page-*'] };
const SCOPES: { [name: string]: Scope } = {
  plain: SCOPE,
  muted: { ...SCOPE, muted: { rage: [1], dead: [2] } },
  bots: { ...SCOPE, includeBots: true },
};
// As many at once as a question may have: planning takes far more than twice as long for twice as many.
for (let at = 0; at < FILTERS.length; at += LIMITS.scopeFilters) {
  SCOPES[`filtered ${at}`] = { ...SCOPE, filters: FILTERS.slice(at, at + LIMITS.scopeFilters) };
}

/** Every question a report can be asked, each in the variants that make other SQL. */
const QUESTIONS: { [name: string]: (db: Database) => void } = {
  lastEvent: (db) => runReport(db, 'lastEvent', { projectNo: 1 }),
  activeSessions: (db) => runReport(db, 'activeSessions', { projectNo: 1, sinceMs: 0, limit: 9 }),
  recentActivity: (db) => {
    const all = { projectNo: 1, startedSinceMs: 0, sinceMs: 0, limit: 9, countedSinceMs: 0 };
    expect(runReport(db, 'recentActivity', all).facts).not.toHaveLength(0);
  },
  pagesCalled: (db) => runReport(db, 'pagesCalled', { projectNo: 1, path: '/page-*', rules: RULES }),
  members: (db) => runReport(db, 'members', { projectNo: 1, page: templateIdOf('/page-*'), rules: RULES }),
  session: (db) => runReport(db, 'session', firstSession(db)),
  elements: (db) => {
    const { element } = VISITS.elements[0]!;
    expect(runReport(db, 'elements', { projectNo: 1, elements: [element] })).toHaveLength(1);
  },
  journey: (db) => {
    const query = { ...firstSession(db), limit: 1, cursor: null };
    const { nextCursor } = runReport(db, 'journey', query);
    expect(nextCursor).not.toBeNull();
    runReport(db, 'journey', { ...query, cursor: nextCursor });
  },
};
for (const [name, scope] of Object.entries(SCOPES)) {
  const edges = [scope.fromMs, scope.toMs - DAY_MS, scope.toMs];
  QUESTIONS[`overview ${name}`] = (db) => runReport(db, 'overview', { ...scope, edges, interval: 'day' });
  QUESTIONS[`pages ${name}`] = (db) => {
    const query = { ...scope, search: 'page', device: 'mobile' as const, limit: 1, cursor: null };
    const plain = { ...query, rules: null, within: null };
    const { nextCursor } = runReport(db, 'pages', plain);
    if (nextCursor) runReport(db, 'pages', { ...plain, cursor: nextCursor });
    runReport(db, 'pages', { ...query, rules: RULES, within: PAGES });
  };
  QUESTIONS[`heatmap ${name}`] = (db) => {
    const query = { ...scope, kind: 'rage' as const, device: null };
    for (const pages of [[pageId(0)], PAGES])
      runReport(db, 'heatmap', { ...query, pages, grid: { columns: 256, mergedRows: 1 } });
  };
  QUESTIONS[`friction ${name}`] = (db) => {
    runReport(db, 'friction', { ...scope, device: null, limit: 9 });
  };
  QUESTIONS[`pageElements ${name}`] = (db) => {
    runReport(db, 'pageElements', { ...scope, pages: [pageId(0)], device: null, limit: 9 });
  };
  QUESTIONS[`clusters ${name}`] = (db) => {
    for (const kind of ['rage', 'scroll'] as const)
      for (const pages of [[pageId(0)], PAGES])
        runReport(db, 'clusters', { ...scope, pages, kind, device: null });
  };
  QUESTIONS[`scroll ${name}`] = (db) => {
    for (const pages of [[pageId(0)], PAGES]) runReport(db, 'scroll', { ...scope, pages, device: null });
  };
  QUESTIONS[`rests ${name}`] = (db) => {
    const grid = { columns: 256, mergedRows: 1 };
    for (const pages of [[pageId(0)], PAGES])
      runReport(db, 'rests', { ...scope, pages, device: null, grid, weight: 'count' });
  };
  for (const order of FUNNEL_ORDERS) {
    QUESTIONS[`funnel ${order} ${name}`] = (db) => {
      const asked = { windowMs: DAY_MS, order, unit: 'visitor' as const, split: 'entry' as const };
      const query = { ...scope, ...asked, steps: STEPS, edges };
      runReport(db, 'funnel', query);
      runReport(db, 'funnelSessions', { ...query, step: 0, outcome: 'left', limit: 5 });
    };
  }
  QUESTIONS[`paths ${name}`] = (db) => {
    runReport(db, 'paths', { ...scope, pages: null, direction: 'from', depth: 3, nodes: 5 });
  };
  QUESTIONS[`retention ${name}`] = (db) => {
    runReport(db, 'retention', { ...scope, unit: 'visitor', edges });
    runReport(db, 'retention', { ...scope, unit: 'user', edges });
  };
  QUESTIONS[`sessions ${name}`] = (db) => {
    const query = { ...scope, pages: [pageId(0)], minEvents: 1, hasRage: false, limit: 1, cursor: null };
    runReport(db, 'sessions', { ...query, pages: PAGES });
    for (const sort of SESSION_SORTS) {
      const list = { ...query, sort, search: 'x' };
      const { nextCursor } = runReport(db, 'sessions', sort === 'newest' ? query : list);
      if (nextCursor) runReport(db, 'sessions', { ...query, sort, cursor: nextCursor });
    }
  };
  QUESTIONS[`neighbours ${name}`] = (db) => {
    const list = { ...scope, pages: null, minEvents: 0, hasRage: false, limit: 1, cursor: null };
    for (const sort of SESSION_SORTS) runReport(db, 'neighbours', { ...list, ...firstSession(db), sort });
  };
  QUESTIONS[`similar ${name}`] = (db) => {
    runReport(db, 'similar', { ...scope, ...firstSession(db), limit: 3 });
  };
  QUESTIONS[`metrics ${name}`] = (db) => {
    const needs = ['sessions', 'median', 'counts', 'value'] as const;
    const query = {
      ...scope,
      needs,
      event: null,
      limit: 3,
      order: 'sessions' as const,
      hasGroupSeries: true,
    };
    const edges = [scope.fromMs, scope.toMs];
    const plain = scope.filters.length === 0;
    const splits = [
      null,
      ...(plain ? (['visitor_type', 'page', 'property', 'prop.plan', 'os'] as const) : []),
    ];
    for (const split of splits) runReport(db, 'metrics', { ...query, edges, split });
    const fromMs = scope.toMs - DAY_MS / 4;
    runReport(db, 'metrics', { ...query, fromMs, edges: [fromMs, scope.toMs], split: null });
    runReport(db, 'metrics', { ...query, edges, split: null, event: 'purchase' });
  };
  QUESTIONS[`customEvents ${name}`] = (db) => {
    const query = { ...scope, event: 'purchase', category: 'shop', user: 'u', limit: 1, cursor: null };
    runReport(db, 'customEvents', query);
    const all = { ...query, event: null, category: null, user: null };
    const { nextCursor } = runReport(db, 'customEvents', all);
    if (nextCursor) runReport(db, 'customEvents', { ...all, cursor: nextCursor });
  };
  QUESTIONS[`users ${name}`] = (db) => {
    runReport(db, 'users', { ...scope, limit: 3 });
  };
  QUESTIONS[`recent ${name}`] = (db) => {
    runReport(db, 'recent', { projectNo: 1, sinceMs: scope.fromMs, untilMs: scope.toMs });
  };
  QUESTIONS[`values ${name}`] = (db) => {
    for (const dimension of ['browser', 'entry', 'page', 'event', 'prop.plan', 'element'] as const)
      runReport(db, 'values', { ...scope, dimension, search: '1', limit: 3 });
  };
}

describe('the plan of every statement', () => {
  test('searches by a key or index and never reads a table from end to end', async () => {
    const file = await eventsFile([VISITS]);
    const db = openReportReader(file.path);
    const statements = recordStatements(db);
    const asked = new Set<string>();
    for (const [name, ask] of Object.entries(QUESTIONS)) {
      statements.clear();
      ask(db);
      expect(statements.size).toBeGreaterThan(0);
      asked.add(name.split(' ')[0] as ReportMethod);
      for (const sql of [...statements]) {
        const plan = db.prepare(`explain query plan ${sql}`).all() as { detail: string }[];
        const isMeant = sql.includes(READS_WHOLE);
        const scans = plan
          .map(({ detail }) => detail)
          .filter((detail) => isTableScan(detail, OWN_RESULTS) && !(isMeant && READ_WHOLE.includes(detail)));
        expect({ name, scans, sql: scans.length > 0 ? sql : '' }).toEqual({ name, scans: [], sql: '' });
      }
    }
    expect([...asked].sort()).toEqual([
      'activeSessions',
      'clusters',
      'customEvents',
      'elements',
      'friction',
      'funnel',
      'heatmap',
      'journey',
      'lastEvent',
      'members',
      'metrics',
      'neighbours',
      'overview',
      'pageElements',
      'pages',
      'pagesCalled',
      'paths',
      'recent',
      'recentActivity',
      'rests',
      'retention',
      'scroll',
      'session',
      'sessions',
      'similar',
      'users',
      'values',
    ]);
    db.close();
    await file.close();
  });

  test('isTableScan() finds the scans that SQLite reports', () => {
    for (const detail of [
      'SCAN events',
      'SCAN e',
      'SCAN s USING INDEX sessions_by_start',
      'SEARCH c USING PRIMARY KEY (project_no=?)',
    ]) {
      expect(isTableScan(detail, OWN_RESULTS)).toBe(true);
    }
    expect(isTableScan('SEARCH last_events USING INTEGER PRIMARY KEY (rowid=?)')).toBe(false);
    for (const detail of [
      'SEARCH e USING PRIMARY KEY (project_no=? AND session=?)',
      'SCAN own',
      'SCAN CONSTANT ROW',
    ]) {
      expect(isTableScan(detail, OWN_RESULTS)).toBe(false);
    }
  });
});

function firstSession(db: Database): { projectNo: number; session: number; part: number } {
  const row = db
    .prepare('select project_no as projectNo, session, part from sessions where events > 3 limit 1')
    .get();
  return row as { projectNo: number; session: number; part: number };
}
