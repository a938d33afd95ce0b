// The part of the report suite that is about orders, searches, neighbours, likeness and values of sessions.

import { expect } from 'bun:test';
import { SESSION_SORTS } from '../../contract/api.ts';
import { frictionOf } from '../../contract/friction.ts';
import { similarityOf } from '../../contract/similarity.ts';
import type { Filter, Scope, SessionsQuery } from '../port.ts';
import type { AppliedSlice, SessionRow } from '../port-apply.ts';
import type { ValueDimension } from '../port-sessions.ts';
import { expectedSessions } from './report-reference.ts';
import { factsOf, matchingSessions, textOf } from './report-reference-filters.ts';
import type { ReportCheck } from './report-suite.ts';

const RANKS = {
  newest: () => 0,
  friction: (row: SessionRow) => frictionOf(row).score,
  longest: (row: SessionRow) => row.endedAtMs - row.startedAtMs,
};
const FILTERS: (readonly Filter[])[] = [
  [],
  [{ dimension: 'device', op: 'is_not', value: 'mobile' }],
  [{ dimension: 'pageviews', op: 'min', value: '999' }],
];
const SEARCHES = [null, 'ADA@', 'page-3', 'no such text', '%', "c:v7-3'"];

export function reportSessionCases(check: ReportCheck, range: Pick<Scope, 'fromMs' | 'toMs'>): void {
  const scope: Scope = { projectNo: 1, ...range, timeZone: 'UTC', filters: [], includeBots: true };
  const list: SessionsQuery = { ...scope, pages: null, minEvents: 0, hasRage: false, limit: 9, cursor: null };
  const idOf = (row: { session: number; part: number }) => `${row.session}.${row.part}`;

  check('sessions() and neighbours() keep every order, with searches and filters', async (given) => {
    for (const sort of SESSION_SORTS)
      for (const search of SEARCHES)
        for (const filters of FILTERS) {
          const query = { ...list, sort, search, filters };
          const expected = found(given.slice, query).map(idOf);
          const read: string[] = [];
          let cursor: string | null = null;
          do {
            const page = await given.reports.sessions({ ...query, cursor });
            read.push(...page.items.map(({ row }) => idOf(row)));
            expect(page.total).toBe(expected.length);
            cursor = page.nextCursor;
          } while (cursor !== null);
          expect({ sort, search, read }).toEqual({ sort, search, read: expected });
          for (const [at, id] of expected.entries()) {
            if (at % 5 !== 0) continue;
            const [session = 0, part = 0] = id.split('.').map(Number);
            const near = await given.reports.neighbours({ ...query, session, part });
            expect([near.before && idOf(near.before), near.after && idOf(near.after)]).toEqual([
              expected[at - 1] ?? null,
              expected[at + 1] ?? null,
            ]);
          }
        }
    const unknown = await given.reports.neighbours({ ...list, session: 1, part: 0 });
    expect(unknown).toEqual({ before: null, after: null });
  });

  check(
    'recorded() tells of each session in the list what journey() tells, in pages of any size',
    async (given) => {
      const keys = found(given.slice, list).map(idOf);
      for (const bounds of [
        { limit: 500, mostEvents: 10_000 },
        { limit: 7, mostEvents: 10_000 },
        { limit: 500, mostEvents: 40 },
        { limit: 500, mostEvents: 1 },
      ]) {
        const read: string[] = [];
        let cursor: string | null = null;
        do {
          const page = await given.reports.recorded({ ...scope, ...bounds, cursor });
          expect(page.total).toBe(keys.length);
          const named = new Set(page.elements.map(([element]) => element));
          for (const { row, events } of page.items) {
            const { session, part } = row;
            const asked = { projectNo: 1, session, part, limit: 10_000, cursor: null };
            if (bounds.limit === 7) expect(events).toEqual((await given.reports.journey(asked)).events);
            expect(events.length).toBe(row.events);
            const sections = events.flatMap(
              ({ type, fields }) => (type === 'scroll' ? fields.sections : []) ?? [],
            );
            for (const [element] of sections as [number][]) expect(named.has(element)).toBe(true);
          }
          const count = page.items.reduce((sum, { row }) => sum + row.events, 0);
          expect(
            page.items.length <= bounds.limit && (count <= bounds.mostEvents || page.items.length === 1),
          ).toBe(true);
          read.push(...page.items.map(({ row }) => idOf(row)));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(read).toEqual(keys);
      }
    },
  );

  check('similar() ranks sessions as a comparison with each of them does', async (given) => {
    const { slice, reports } = given;
    for (const own of slice.sessions.slice(0, 8)) {
      const others = matchingSessions(slice, scope).filter((row) => idOf(row) !== idOf(own));
      const expected = others
        .map((row) => ({ row, similarity: similarityOf(likenessOf(slice, own), likenessOf(slice, row)) }))
        .filter(({ similarity }) => similarity.parts.pages > 0 || similarity.parts.entry > 0)
        .sort((a, b) => b.similarity.score - a.similarity.score || b.row.startedAtMs - a.row.startedAtMs)
        .slice(0, 6);
      const answer = await reports.similar({ ...scope, session: own.session, part: own.part, limit: 6 });
      expect(answer.map(({ detail, similarity }) => [idOf(detail.row), similarity])).toEqual(
        expected.map(({ row, similarity }) => [idOf(row), similarity]),
      );
    }
    expect(await reports.similar({ ...scope, session: 1, part: 0, limit: 6 })).toEqual([]);
  });

  check('values() counts sessions by text, and facts by how often they happened', async (given) => {
    const dimensions: ValueDimension[] = [
      'browser',
      'entry',
      'user',
      'page',
      'event',
      'category',
      'prop.plan',
    ];
    for (const dimension of dimensions)
      for (const search of [null, 'P', '%'])
        for (const filters of FILTERS) {
          const query = { ...scope, filters, dimension, search, limit: 50 };
          const counts = new Map<string, number>();
          for (const row of found(given.slice, { ...list, filters })) {
            const values = factsOf(given.slice, row, dimension) ?? [textOf(given.slice, row, dimension)];
            for (const value of values)
              if (value?.toLowerCase().includes((search ?? '').toLowerCase()))
                counts.set(value, (counts.get(value) ?? 0) + 1);
          }
          const answer = await given.reports.values(query);
          expect(Object.fromEntries(answer.map(({ value, count }) => [value, count]))).toEqual(
            Object.fromEntries(counts),
          );
          expect(answer.map(({ count }) => count)).toEqual([...counts.values()].sort((a, b) => b - a));
        }
    const [element] = given.slice.elements;
    const id = element?.element.toString(36) ?? '';
    const named = await given.reports.values({ ...scope, dimension: 'element', search: id, limit: 5 });
    expect(named).toEqual([{ value: id, count: 1, descriptor: element!.descriptor }]);
    expect(await given.reports.values({ ...scope, dimension: 'element', search: 'no', limit: 5 })).toEqual(
      [],
    );
  });
}

function found(slice: AppliedSlice, query: SessionsQuery): SessionRow[] {
  const { search = null, sort = 'newest' } = query;
  const text = search?.toLowerCase() ?? '';
  return expectedSessions(slice, query)
    .filter(
      (row) =>
        search === null ||
        row.userId?.toLowerCase().includes(text) ||
        row.visitor === search ||
        row.clientId === search ||
        factsOf(slice, row, 'page')?.some((path) => path.toLowerCase().includes(text)),
    )
    .sort((a, b) => RANKS[sort](b) - RANKS[sort](a));
}

function likenessOf(slice: AppliedSlice, row: SessionRow) {
  const own = slice.events.filter((event) => event.session === row.session && event.part === row.part);
  const views = own.filter((event) => event.type === 'pageview' && event.page !== null);
  return { ...row, pages: new Set(views.map((event) => event.page as number)) };
}
