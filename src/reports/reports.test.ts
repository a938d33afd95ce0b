import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type EventsFile, eventsFile } from '../../test/support/events-file.ts';
import { LIMITS } from '../contract/limits.ts';
import { pageId, randomVisits } from '../storage/conformance/report-visits.ts';
import type { ReportStore } from '../storage/port.ts';
import { exportSessions } from './export.ts';
import { exportContentType } from './export-formats.ts';
import { heatmap } from './heatmap.ts';
import { journey } from './journey.ts';
import { overview } from './overview.ts';
import { listPages } from './pages.ts';
import { resolveScope, type ScopeParams } from './scope.ts';
import { listSessions } from './sessions.ts';

const FROM_MS = Date.UTC(2026, 10, 1);
const NOW_MS = Date.UTC(2026, 10, 9);
const SLICE = randomVisits({
  seed: 11,
  projectNo: 1,
  fromMs: FROM_MS,
  toMs: NOW_MS - 86_400_000,
  sessions: 700,
  eventsPerSession: 5,
  pages: 6,
  elements: 5,
  botShare: 0,
});

let file: EventsFile;
let store: ReportStore;
beforeAll(async () => {
  file = await eventsFile([SLICE]);
  store = file.reports;
});
afterAll(() => file.close());

const scopeOf = (params: ScopeParams = {}) => {
  const range = params.period ? {} : { from: String(FROM_MS), to: String(NOW_MS) };
  return resolveScope({ ...range, ...params }, { projectNo: 1, timeZone: 'Europe/Berlin' }, NOW_MS);
};
const page = pageId(0).toString(36);

describe('overview()', () => {
  test('labels its buckets in the scope’s zone and adds up to its totals', async () => {
    const answer = await overview(store, { scope: scopeOf() });
    expect(answer.interval).toBe('day');
    expect(answer.previous).toBeNull();
    expect(answer.series.map(({ label }) => label)).toEqual([
      '2026-11-01',
      ...Array.from({ length: 8 }, (_, index) => `2026-11-0${index + 2}`),
    ]);
    expect(answer.totals.events).toBe(SLICE.events.filter(({ tsMs }) => tsMs < NOW_MS).length);
    for (const name of ['sessions', 'pageviews', 'events', 'clicks'] as const) {
      expect(answer.series.reduce((sum, bucket) => sum + bucket[name], 0)).toBe(answer.totals[name]);
    }
    for (const rows of Object.values(answer.breakdowns)) {
      expect(rows.reduce((sum, row) => sum + row.share, 0)).toBeCloseTo(1);
    }
  });

  test('compares with the same stretch before', async () => {
    const middle = Date.UTC(2026, 10, 5);
    const params = { from: String(middle), to: String(NOW_MS) };
    const later = await overview(store, { scope: scopeOf({ ...params, compare: 'previous' }) });
    const before = { from: String(middle - (NOW_MS - middle)), to: String(middle) };
    expect(later.previous).toEqual((await overview(store, { scope: scopeOf(before) })).totals);
    expect(later.previous?.sessions).toBeGreaterThan(0);
  });
});

describe('heatmap()', () => {
  test('places every click of the page or says why not', async () => {
    const answer = await heatmap(store, { scope: scopeOf(), page });
    const { total, onElements, withoutElement, ignored } = answer.meta;
    const clicks = SLICE.clicks.filter((click) => click.page === pageId(0) && click.tsMs < NOW_MS);
    expect(total).toBe(clicks.length);
    expect(onElements + withoutElement).toBe(total);
    expect(answer.elements.reduce((sum, { count }) => sum + count, 0)).toBe(onElements);
    expect(answer.points.reduce((sum, [, , count]) => sum + count, 0)).toBe(total - ignored);
    const bins = answer.elements
      .flatMap((element) => element.bins)
      .reduce((sum, [, count]) => sum + count, 0);
    const loose = (answer.loose ?? []).reduce((sum, [, , count]) => sum + count, 0);
    const nowhere = clicks.filter((click) => click.bin === null && click.cell === null).length;
    expect(bins + loose + nowhere).toBe(total);
    expect(answer.meta.folds.reduce((sum, [, count]) => sum + count, 0)).toBe(total);
  });

  test('answers as many columns as asked, at most the stored ones', async () => {
    const cases: [resolution: string | undefined, width: number, heightPx: number][] = [
      [undefined, 1 / 256, 8],
      ['1024', 1 / 256, 8],
      ['64', 1 / 64, 32],
      ['8', 1 / 8, 256],
      ['100', 1 / 100, 24],
    ];
    for (const [resolution, width, heightPx] of cases) {
      const { cell, points, meta } = await heatmap(store, { scope: scopeOf(), page, resolution });
      expect(cell).toEqual({ width, heightPx });
      expect(points.reduce((sum, [, , count]) => sum + count, 0)).toBe(meta.total - meta.ignored);
      for (const [x, y] of points) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThan(1);
        expect(y % heightPx).toBe(0);
      }
    }
  });

  test('shows the page as the list of pages does', async () => {
    const { items } = await listPages(store, { scope: scopeOf() });
    const answer = await heatmap(store, { scope: scopeOf(), page, device: 'mobile', kind: 'dead' });
    expect(answer.page).toEqual(items.find((row) => row.page === page)!);
  });

  test('refuses what it does not know', async () => {
    const cases: [
      { page?: string; kind?: string; weight?: string; device?: string; resolution?: string },
      kind: string,
    ][] = [
      [{ page: 'zzzzzzzzzzz' }, 'not_found'],
      [{ page: '../x' }, 'not_found'],
      [{ page: '1' }, 'not_found'],
      [{ kind: 'hover' }, 'invalid'],
      [{ kind: 'constructor' }, 'invalid'],
      [{ device: 'fridge' }, 'invalid'],
      [{ resolution: '7' }, 'invalid'],
      [{ kind: 'move', weight: 'speed' }, 'invalid'],
      [{ kind: 'scroll', page: '../x' }, 'not_found'],
      [{ resolution: '1e3' }, 'invalid'],
    ];
    for (const [args, kind] of cases) {
      await expect(heatmap(store, { scope: scopeOf(), page, ...args })).rejects.toMatchObject({ kind });
    }
  });
});

describe('listSessions() and journey()', () => {
  test('lead from a row to its events', async () => {
    const { items, total } = await listSessions(store, { scope: scopeOf(), nowMs: NOW_MS, minEvents: '3' });
    expect(items.length).toBe(LIMITS.pageRows);
    expect(total).toBeGreaterThan(items.length);
    const row = items[5]!;
    const answer = await journey(store, { projectNo: 1, sessionId: row.id, nowMs: NOW_MS });
    expect(answer.session).toEqual(row);
    expect(answer.events.length).toBe(row.events);
    expect(answer.events.at(-1)?.atMs).toBe(row.durationMs);
    const clicked = answer.events.concat(await clicksOf(items.map(({ id }) => id)));
    expect(clicked.find(({ element }) => element !== null)?.label).toMatch(/^button#b\d$/);
  });

  async function clicksOf(ids: string[]) {
    const answers = await Promise.all(
      ids.map((sessionId) => journey(store, { projectNo: 1, sessionId, nowMs: NOW_MS })),
    );
    return answers.flatMap(({ events }) => events);
  }

  test('isLive holds for a minute after the last event', async () => {
    const { items } = await listSessions(store, { scope: scopeOf(), nowMs: NOW_MS, limit: '1' });
    const { endedAtMs } = items[0]!;
    const liveAt = async (nowMs: number) =>
      (await listSessions(store, { scope: scopeOf(), nowMs, limit: '1' })).items[0]?.isLive;
    expect([await liveAt(endedAtMs + 59_999), await liveAt(endedAtMs + 60_000)]).toEqual([true, false]);
  });

  test('isLive ends with the leaving of the last page, in the list and in the journey', async () => {
    const only = { seed: 3, projectNo: 1, fromMs: FROM_MS, toMs: FROM_MS + 1, sessions: 1 };
    const visits = randomVisits({ ...only, eventsPerSession: 3, pages: 1, elements: 1, botShare: 0 });
    const last = visits.events.reduce((newest, event) => (event.tsMs >= newest.tsMs ? event : newest));
    const after = (type: 'leave' | 'pageview' | 'vital', ms: number) => ({
      ...last,
      type,
      eventId: `z${ms}`,
      tsMs: last.tsMs + ms,
    });
    const isLive = async (...more: ReturnType<typeof after>[]) => {
      const endedAtMs = more.at(-1)?.tsMs ?? last.tsMs;
      const sessions = visits.sessions.map((session) => ({ ...session, endedAtMs }));
      const live = await eventsFile([{ ...visits, sessions, events: [...visits.events, ...more] }]);
      const nowMs = endedAtMs + 10;
      const { items } = await listSessions(live.reports, { scope: scopeOf(), nowMs, limit: '1' });
      const { session } = await journey(live.reports, { projectNo: 1, sessionId: items[0]!.id, nowMs });
      await live.close();
      return [items[0]?.isLive, session.isLive];
    };
    expect(await isLive()).toEqual([true, true]);
    expect(await isLive(after('leave', 5), after('vital', 6))).toEqual([false, false]);
    expect(await isLive(after('leave', 5), after('pageview', 9))).toEqual([true, true]);
  });

  test('an id that is none, and a session of another project, are not found', async () => {
    const { items } = await listSessions(store, { scope: scopeOf(), nowMs: NOW_MS, limit: '1' });
    const own = items[0]!.id;
    for (const [projectNo, sessionId] of [
      [1, 'x'],
      [1, ''],
      [1, `${own}9`],
      [1, `${own.split('.')[0]}.-1`],
      [1, 'zzzzzzzzzzzz.0'],
      [2, own],
    ] as const) {
      await expect(journey(store, { projectNo, sessionId, nowMs: NOW_MS })).rejects.toMatchObject({
        kind: 'not_found',
        faultCode: 'session_not_found',
      });
    }
  });

  test('an unknown page is not found, an unreadable condition is invalid', async () => {
    for (const page of ['!', 'nope']) {
      const unknown = { scope: scopeOf(), nowMs: NOW_MS, page };
      await expect(listSessions(store, unknown)).rejects.toMatchObject({ faultCode: 'page_not_found' });
    }
    for (const args of [{ minEvents: '-1' }, { limit: '0' }, { limit: '501' }, { rage: 'x' }]) {
      await expect(listSessions(store, { scope: scopeOf(), nowMs: NOW_MS, ...args })).rejects.toMatchObject({
        kind: 'invalid',
      });
    }
  });
});

describe('exportSessions()', () => {
  async function pieces(format: 'csv' | 'ndjson' | 'json', params: ScopeParams = {}): Promise<string[]> {
    const found: string[] = [];
    const args = { scope: scopeOf(params), nowMs: NOW_MS, format };
    for await (const piece of exportSessions(store, args)) found.push(piece);
    return found;
  }

  test('gives the same rows in every format, LIMITS.exportRows at a time', async () => {
    const total = (await listSessions(store, { scope: scopeOf(), nowMs: NOW_MS, limit: '1' })).total;
    expect(total).toBeGreaterThan(LIMITS.exportRows);
    const ndjson = await pieces('ndjson');
    expect(ndjson.length).toBe(2);
    const rows = ndjson
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.length).toBe(total);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(total);
    expect(JSON.parse((await pieces('json')).join(''))).toEqual(rows);
    const lines = (await pieces('csv')).join('').split('\r\n');
    expect(lines[0]).toStartWith('"session_id","client_session_id","part","visitor"');
    expect(lines.length).toBe(total + 2);
    expect(lines[1]).toStartWith(`"${rows[0].id}","${rows[0].clientSessionId}",${rows[0].part},`);
  });

  test('gives a header or an empty list when there is nothing', async () => {
    const params = { filter: 'country:is:Atlantis' };
    expect((await pieces('csv', params)).join('').split('\r\n').length).toBe(2);
    expect((await pieces('ndjson', params)).join('')).toBe('');
    expect(JSON.parse((await pieces('json', params)).join(''))).toEqual([]);
  });

  test('stops asking when its reader stops pulling', async () => {
    let asked = 0;
    const args = { scope: scopeOf(), nowMs: NOW_MS, format: 'ndjson' as const };
    const sessions: ReportStore['sessions'] = (query) => {
      asked++;
      return store.sessions(query);
    };
    const counted: ReportStore = { ...store, sessions };
    for await (const _ of exportSessions(counted, args)) break;
    expect(asked).toBe(1);
  });

  test('exportContentType() names each format', () => {
    expect(exportContentType('csv')).toStartWith('text/csv');
    expect(exportContentType('ndjson')).toStartWith('application/x-ndjson');
  });
});
