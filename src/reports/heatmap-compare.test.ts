import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type EventsFile, eventsFile } from '../../test/support/events-file.ts';
import { FALSE_ALARMS, type HeatmapReport } from '../contract/compare-answer.ts';
import { HEATMAP_KINDS } from '../contract/kinds.ts';
import { pageId, randomVisits } from '../storage/conformance/report-visits.ts';
import type { AppliedSlice } from '../storage/port-apply.ts';
import { heatmap } from './heatmap.ts';
import { resolveScope, type ScopeParams } from './scope.ts';
import type { SecondParams } from './second-scope.ts';

const FROM_MS = Date.UTC(2026, 10, 1);
const NOW_MS = Date.UTC(2026, 10, 9);
const visits = randomVisits({
  seed: 19,
  projectNo: 1,
  fromMs: FROM_MS,
  toMs: NOW_MS - 86_400_000,
  sessions: 2_000,
  eventsPerSession: 6,
  pages: 3,
  elements: 6,
  botShare: 0,
});
/** Phones love the first element: three of four of their clicks move there. */
const loved = visits.elements[0]!.element;
const SLICE: AppliedSlice = { ...visits, clicks: visits.clicks.map(love), elementBins: [], gridBins: [] };

function love(click: AppliedSlice['clicks'][number], at: number): AppliedSlice['clicks'][number] {
  const isMoved = click.device === 'mobile' && click.element !== null && at % 4 !== 0;
  return isMoved ? { ...click, element: loved } : click;
}

let file: EventsFile;
beforeAll(async () => {
  file = await eventsFile([SLICE]);
});
afterAll(() => file.close());

const page = pageId(0).toString(36);
const ALL = { vsFrom: String(FROM_MS), vsTo: String(NOW_MS) };
// Bots are asked for, so that clicks are read and not the bins that this slice leaves out.
const ask = (
  params: ScopeParams,
  second: SecondParams = {},
  more: { kind?: string; device?: string } = {},
) => {
  const range = params.period ? {} : { from: String(FROM_MS), to: String(NOW_MS) };
  const scope = resolveScope({ ...range, bots: '1', ...params }, { projectNo: 1, timeZone: 'UTC' }, NOW_MS);
  return heatmap(file.reports, { scope, page, ...more, second: { ...second, nowMs: NOW_MS } });
};
const compared = ({ comparison }: HeatmapReport) => {
  if (!comparison) throw new Error('nothing was compared');
  return comparison;
};

describe('heatmap() of two scopes', () => {
  test('finds what phones click more, and nothing between two halves of the same people', async () => {
    const phones = await ask({}, { ...ALL, vsDevice: 'desktop' }, { device: 'mobile' });
    const { differences, test: told } = compared(phones);
    expect(differences[0]).toMatchObject({ element: loved.toString(36), verdict: 'more' });
    expect(told.significant).toBeGreaterThan(0);
    expect(differences.filter(({ verdict }) => verdict === 'less').length).toBe(told.significant - 1);
    const half = { filter: ['country:is:DE'], compare: undefined };
    const same = compared(
      await ask(half, { ...ALL, vsDevice: 'desktop', vsFilter: ['country:is:US'] }, { device: 'desktop' }),
    );
    expect(same.test.significant).toBe(0);
    expect(same.test.tested).toBe(6);
  });

  test('has the counts of both scopes as each alone, whichever comes first', async () => {
    const [desktop, mobile] = await Promise.all([
      ask({}, {}, { device: 'desktop' }),
      ask({}, {}, { device: 'mobile' }),
    ]);
    const both = await ask({}, { ...ALL, vsDevice: 'mobile' }, { device: 'desktop' });
    const turned = await ask({}, { ...ALL, vsDevice: 'desktop' }, { device: 'mobile' });
    const { comparison, ...first } = both;
    expect(first).toEqual(desktop);
    expect(comparison).toMatchObject({
      device: 'mobile',
      filters: [],
      elements: mobile.elements,
      points: mobile.points,
      total: mobile.meta.total,
    });
    const shares = new Map(mobile.elements.map(({ element, count, share }) => [element, { count, share }]));
    const mirrored = new Map(compared(turned).differences.map((row) => [row.element, row]));
    for (const row of compared(both).differences) {
      expect(row).toMatchObject({
        otherCount: shares.get(row.element)?.count,
        otherShare: shares.get(row.element)?.share,
      });
      expect(row.difference).toBeCloseTo(row.share - row.otherShare, 12);
      expect(mirrored.get(row.element)?.difference).toBeCloseTo(-row.difference, 12);
      expect(mirrored.get(row.element)?.p).toBeCloseTo(row.p, 9);
      const opposite = { more: 'less', less: 'more', same: 'same', few: 'few' }[row.verdict];
      expect(mirrored.get(row.element)?.verdict).toBe(opposite as typeof row.verdict);
    }
  });

  test('calls significant what its corrected p says, and nothing that has too few counts', async () => {
    const rare = await ask(
      {},
      { ...ALL, vsFilter: ['source:contains:brien'] },
      { kind: 'error', device: 'mobile' },
    );
    for (const answer of [rare, await ask({}, { ...ALL, vsDevice: 'mobile' }, { device: 'tablet' })]) {
      for (const { verdict, adjustedP, p, designEffect } of compared(answer).differences) {
        if (verdict === 'few') expect(adjustedP).toBeNull();
        else expect(adjustedP! <= FALSE_ALARMS).toBe(verdict !== 'same');
        expect(adjustedP ?? 1).toBeGreaterThan(p * 0.999_999);
        expect(designEffect).toBeGreaterThanOrEqual(1);
      }
    }
    expect(compared(rare).test.tooFew).toBeGreaterThan(0);
  });

  test('compares with the stretch before', async () => {
    const answer = await ask({ period: 'yesterday', compare: 'previous', filter: ['browser:is:Chrome'] });
    const { scope, filters } = compared(answer);
    expect(scope.toMs).toBe(answer.scope.fromMs);
    expect(scope.toMs - scope.fromMs).toBe(86_400_000);
    expect(filters).toEqual(['browser:is:Chrome']);
  });

  test.each(HEATMAP_KINDS.map((kind) => [kind]))('compares maps of kind %p', async (kind) => {
    const answer = await ask({}, { ...ALL, vsDevice: 'mobile' }, { kind, device: 'desktop' });
    const { total, points, differences } = compared(answer);
    expect(total).toBeGreaterThan(0);
    expect(points.length).toBeGreaterThan(0);
    expect(differences.length > 0).toBe(kind !== 'move');
  });

  const refused: [params: ScopeParams, second: SecondParams, words: RegExp][] = [
    [{ compare: 'previous' }, { vsPeriod: '7d' }, /exclude each other/],
    [{}, { vsDevice: 'mobile' }, /needs a range/],
    [{}, { vsTo: '2026-11-02' }, /needs a range/],
    [{}, { vsPeriod: 'fortnight' }, /allowed are/],
    [{}, { vsPeriod: '7d', vsFrom: '2026-11-02' }, /together/],
    [{}, { vsPeriod: '7d', vsDevice: 'fridge' }, /allowed are desktop/],
    [{}, { vsPeriod: '7d', vsFilter: ['x:is:y'] }, /dimension/],
    [{ compare: 'other' }, {}, /compare/],
  ];
  test.each(refused)('refuses %p against %p', async (params, second, words) => {
    const fault = await Promise.resolve()
      .then(() => ask(params, second))
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(fault).toMatchObject({ kind: 'invalid', message: expect.stringMatching(words) });
  });
});
