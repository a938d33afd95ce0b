// The part of the report suite about the order of things: funnels, journeys over pages, retention. What is expected is
// found another way than engines find it: every beginning is followed as far as it goes.

import { expect } from 'bun:test';
import fc from 'fast-check';
import type { SplitDimension } from '../../contract/dimensions.ts';
import { compareEvents } from '../../contract/event-order.ts';
import { FUNNEL_ORDERS, FUNNEL_UNITS, RETENTION_UNITS } from '../../contract/funnels.ts';
import { type PageRules, PLAIN_PAGE_RULES } from '../../contract/page-rules.ts';
import type { Scope } from '../port.ts';
import type { AppliedSlice, EventRow, SessionRow } from '../port-apply.ts';
import { templateIdOf } from '../port-pages.ts';
import type { FunnelQuery, PathsQuery, RetentionQuery, StepQuery } from '../port-paths.ts';
import { matchingSessions, textOf } from './report-reference-filters.ts';
import type { ReportCheck } from './report-suite.ts';
import { pageId } from './report-visits.ts';

const HOUR_MS = 3_600_000;
const RULES: PageRules = { ...PLAIN_PAGE_RULES, templates: ['/page-*'] };

const STEPS: readonly StepQuery[] = [
  { kind: 'pages', pages: [pageId(0)] },
  { kind: 'pages', pages: [pageId(1), pageId(2)] },
  { kind: 'path', op: 'glob', value: '/page-*' },
  { kind: 'path', op: 'is', value: '/page-3' },
  { kind: 'event', name: 'signup', where: [] },
  { kind: 'event', name: 'purchase', where: [{ key: 'plan', op: 'is_not', value: 'pro' }] },
  { kind: 'event', name: 'search', where: [{ key: 'seats', op: 'min', value: '2.5' }] },
];

/** Everything there is, through three pages of any kind: some get to the end. */
const DEEP = {
  scope: {
    ...{ projectNo: 1, fromMs: 0, toMs: Date.UTC(2100, 0) },
    timeZone: 'UTC',
    filters: [],
    includeBots: true,
  },
  steps: [STEPS[2], STEPS[2], STEPS[2]] as StepQuery[],
  ...{ windowMs: HOUR_MS, order: 'loose' as const, unit: 'visitor' as const, split: 'country' as const },
};

export function reportPathCases(check: ReportCheck, scopes: fc.Arbitrary<Scope>): void {
  const queries = fc.record({
    scope: scopes,
    steps: fc.array(fc.constantFrom(...STEPS), { minLength: 2, maxLength: 4 }),
    windowMs: fc.constantFrom(HOUR_MS / 12, HOUR_MS, 90 * 24 * HOUR_MS),
    order: fc.constantFrom(...FUNNEL_ORDERS),
    unit: fc.constantFrom(...FUNNEL_UNITS),
    split: fc.constantFrom<(SplitDimension | null)[]>(null, 'country', 'device'),
  });

  check('funnel() equals every way through it followed by hand', async ({ reports, slice }) => {
    let deepest = 0;
    const work = async ({ scope, ...rest }: Omit<FunnelQuery, keyof Scope | 'edges'> & { scope: Scope }) => {
      const edges = [scope.fromMs, (scope.fromMs + scope.toMs) / 2, scope.toMs];
      const query: FunnelQuery = { ...scope, ...rest, edges };
      const ways = waysThrough(slice, query);
      const counts = query.steps.map((_, step) => ways.filter(({ times }) => times.length > step).length);
      deepest = Math.max(
        deepest,
        counts.findLastIndex((count) => count > 0),
      );
      const found = await reports.funnel(query);
      expect(found.steps.map(({ count }) => count)).toEqual(counts);
      expect(found.steps.map(({ medianMs }) => medianMs)).toEqual(
        counts.map((_, step) => medianOf(ways.flatMap(({ times }) => gapBefore(times, step)))),
      );
      const before = ways.filter(({ times }) => (times[0] ?? 0) < (edges[1] ?? 0));
      expect(found.trend[0]).toEqual({
        entered: before.length,
        converted: before.filter(({ times }) => times.length === query.steps.length).length,
      });
      if (query.split !== null) {
        for (const { value, counts: group } of found.groups) {
          const own = ways.filter(({ sessions: [first] }) => {
            return first !== undefined && textOf(slice, first, query.split as string) === value;
          });
          expect(group).toEqual(
            counts.map((_, step) => own.filter(({ times }) => times.length > step).length),
          );
        }
        expect(found.groups.reduce((sum, { counts: [first = 0] }) => sum + first, 0)).toBe(counts[0] ?? 0);
      }
      for (const [step, pages] of found.leftFrom.entries()) {
        const left = ways.filter(({ times }) => times.length === step + 1 && step + 1 < counts.length);
        const known = left.filter(({ sessions }) => sessions.at(-1)?.exitPage != null);
        expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(known.length);
      }
      const asked = { ...query, step: 0, outcome: 'left' as const, limit: 1_000 };
      const left = ways.filter(({ times }) => times.length === 1);
      expect(
        (await reports.funnelSessions(asked)).map(({ session, part }) => `${session}.${part}`).sort(),
      ).toEqual([...new Set(left.map(({ sessions: [first] }) => `${first?.session}.${first?.part}`))].sort());
    };
    await fc.assert(fc.asyncProperty(queries, work), { numRuns: 60, examples: [[DEEP]] });
    expect(deepest).toBeGreaterThanOrEqual(2);
  });

  check('paths() equals the pages of each session, cut and counted', async ({ reports, slice }) => {
    const asked = fc.record({
      scope: scopes,
      pages: fc.constantFrom(null, [pageId(0)], [pageId(2)], [pageId(3)]),
      direction: fc.constantFrom('from' as const, 'to' as const),
      depth: fc.integer({ min: 2, max: 5 }),
      nodes: fc.constantFrom(2, 50),
      rules: fc.constantFrom(null, RULES),
    });
    type Asked = { scope: Scope; rules: PageRules | null } & Omit<PathsQuery, keyof Scope>;
    const work = async ({ scope, rules, ...rest }: Asked) => {
      const query = { ...scope, ...rest, ...(rules && { pageRules: rules }) };
      const paths = pathsThrough(slice, query);
      const found = await reports.paths(query);
      expect(found.sessions).toBe(paths.length);
      for (const [level, nodes] of found.levels.entries()) {
        const there = paths.filter((path) => path[level] !== undefined);
        expect(nodes.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(there.length);
        expect(nodes.reduce((sum, { ended }) => sum + ended, 0)).toBe(
          there.filter((path) => path[level + 1] === undefined).length,
        );
        for (const node of nodes.filter(({ page }) => page !== null)) {
          expect(node.sessions).toBe(there.filter((path) => path[level] === node.page).length);
        }
      }
      for (const { level, from, to, sessions } of found.links) {
        const [a, b] = [found.levels[level]?.[from]?.page, found.levels[level + 1]?.[to]?.page];
        if (a == null || b == null) continue;
        expect(sessions).toBe(paths.filter((path) => path[level] === a && path[level + 1] === b).length);
      }
    };
    await fc.assert(fc.asyncProperty(asked, work), { numRuns: 40 });
  });

  check('retention() equals who came first when, and came again', async ({ reports, slice }) => {
    const asked = fc.record({
      scope: scopes,
      unit: fc.constantFrom(...RETENTION_UNITS),
      slots: fc.integer({ min: 1, max: 5 }),
    });
    const work = async ({
      scope,
      unit,
      slots,
    }: {
      scope: Scope;
      unit: RetentionQuery['unit'];
      slots: number;
    }) => {
      const width = (scope.toMs - scope.fromMs) / slots;
      const edges = Array.from({ length: slots + 1 }, (_, index) => scope.fromMs + index * width);
      const nameOf = (row: SessionRow) => (unit === 'visitor' ? row.visitor : row.userId);
      const all = slice.sessions.filter((row) => row.projectNo === scope.projectNo);
      const own = sessionsBegun(slice, scope);
      const slotOf = (tsMs: number) => Math.floor((tsMs - scope.fromMs) / width);
      const found = await reports.retention({ ...scope, unit, edges });
      for (const [cohort, { size, returned }] of found.entries()) {
        const firsts = new Set(
          all
            .map(nameOf)
            .filter((name) => name !== null)
            .filter((name) => {
              const first = Math.min(
                ...all.filter((row) => nameOf(row) === name).map((row) => row.startedAtMs),
              );
              return first >= scope.fromMs && first < scope.toMs && slotOf(first) === cohort;
            }),
        );
        const expected = returned.map((_, later) => {
          const there = own.filter((row) => slotOf(row.startedAtMs) === cohort + later).map(nameOf);
          return new Set(there.filter((name) => name !== null && firsts.has(name))).size;
        });
        expect(returned).toEqual(expected);
        expect(size).toBe(expected[0] ?? 0);
      }
    };
    await fc.assert(fc.asyncProperty(asked, work), { numRuns: 40 });
  });
}

type Way = { times: number[]; sessions: SessionRow[] };

/** For each unit that took the first step, its deepest way; of equally deep ones that which got there first. */
function waysThrough(slice: AppliedSlice, query: FunnelQuery): Way[] {
  const units = new Map<string, SessionRow[]>();
  for (const row of sessionsBegun(slice, query)) {
    const unit = query.unit === 'visitor' ? row.visitor : `${row.session}.${row.part}`;
    units.set(unit, [...(units.get(unit) ?? []), row]);
  }
  const ways: Way[] = [];
  for (const sessions of units.values()) {
    const facts = sessions.flatMap((row) => factsOfSession(slice, row).map((event) => ({ event, row })));
    facts.sort((a, b) => compareEvents(a.event, b.event));
    let best: Way = { times: [], sessions: [] };
    for (const [start, { event }] of facts.entries()) {
      if (!isStep(slice, event, query.steps[0] as StepQuery)) continue;
      const way = follow(slice, query, facts.slice(start));
      const isSooner = (way.times.at(-1) ?? 0) < (best.times.at(-1) ?? 0);
      const isLater =
        way.times.length === best.times.length &&
        way.times.length > 1 &&
        way.times.at(-1) === best.times.at(-1);
      if (
        way.times.length > best.times.length ||
        (way.times.length === best.times.length && isSooner) ||
        isLater
      )
        best = way;
    }
    if (best.times.length > 0) ways.push(best);
  }
  return ways;
}

/** From the first fact on, each next step as soon as it comes. */
function follow(slice: AppliedSlice, query: FunnelQuery, facts: { event: EventRow; row: SessionRow }[]): Way {
  const way: Way = { times: [], sessions: [] };
  for (const { event, row } of facts) {
    const step = query.steps[way.times.length];
    if (!step) break;
    const isInTime = event.tsMs - (way.times[0] ?? event.tsMs) <= query.windowMs;
    if (isInTime && isStep(slice, event, step)) {
      way.times.push(event.tsMs);
      way.sessions.push(row);
    } else if (query.order === 'strict') {
      const reached = query.steps[way.times.length - 1];
      if (!reached || !isStep(slice, event, reached)) break;
    }
  }
  return way;
}

function factsOfSession(slice: AppliedSlice, row: SessionRow): EventRow[] {
  return slice.events.filter(
    (event) =>
      event.session === row.session &&
      event.part === row.part &&
      ((event.type === 'pageview' && event.page !== null) || event.type === 'custom'),
  );
}

function isStep(slice: AppliedSlice, event: EventRow, step: StepQuery): boolean {
  if (step.kind === 'event') {
    const props = (event.fields.props ?? {}) as { [key: string]: unknown };
    return (
      event.type === 'custom' &&
      event.fields.name === step.name &&
      step.where.every(({ key, op, value }) => {
        const own = props[key] ?? null;
        if (op === 'is_not') return own === null || String(own) !== value;
        return op === 'min' && typeof own === 'number' && own >= Number(value);
      })
    );
  }
  if (event.type !== 'pageview') return false;
  if (step.kind === 'pages') return step.pages.includes(event.page ?? -1);
  const path = slice.pages.find(({ page }) => page === event.page)?.path ?? '';
  return step.op === 'is' ? path === step.value : path.startsWith(step.value.replace('*', ''));
}

function pathsThrough(slice: AppliedSlice, query: PathsQuery): number[][] {
  const paths: number[][] = [];
  for (const row of sessionsBegun(slice, query)) {
    const views = factsOfSession(slice, row).filter(({ type }) => type === 'pageview');
    views.sort(compareEvents);
    let pages = views.map(({ page }) => countedAs(slice, query, page as number));
    if (query.direction === 'to') pages = pages.reverse();
    pages = pages.filter((page, index) => page !== pages[index - 1]);
    const start = query.pages === null ? 0 : pages.indexOf(countedAs(slice, query, query.pages[0] as number));
    if (start >= 0 && pages.length > 0) paths.push(pages.slice(start, start + query.depth + 1));
  }
  return paths;
}

/** The template is told from a path here by what it begins with alone. */
function countedAs(slice: AppliedSlice, { pageRules }: PathsQuery, page: number): number {
  const path = slice.pages.find((info) => info.page === page)?.path ?? '';
  return pageRules && path.startsWith('/page-') ? templateIdOf('/page-*') : page;
}

function gapBefore(times: readonly number[], step: number): number[] {
  return step > 0 && step < times.length ? [(times[step] ?? 0) - (times[step - 1] ?? 0)] : [];
}

function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(half)] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

function sessionsBegun(slice: AppliedSlice, scope: Scope): SessionRow[] {
  return matchingSessions(slice, scope).filter(
    ({ startedAtMs }) => startedAtMs >= scope.fromMs && startedAtMs < scope.toMs,
  );
}
