// What `heat export events --all` writes of one heat, another one imports: every report over it is the same, in whatever
// pieces and however often it comes. Two heats with all their rooms, and visits like those of the demo.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { CLICK_KINDS } from '../src/contract/event-types.ts';
import type { ImportAnswer, ImportLine } from '../src/contract/import-line.ts';
import { agedBeforeMs } from '../src/contract/project-settings.ts';
import { loadLayouts } from '../src/demo/layout.ts';
import { seedDemo } from '../src/demo/seed.ts';
import { exportRecorded } from '../src/reports/export-recorded.ts';
import { resolveScope } from '../src/reports/scope.ts';
import { addProject, openTestHeat, type TestHeat } from './support/test-heat.ts';

type Home = { heat: TestHeat; project: Awaited<ReturnType<typeof addProject>> };

const SHOP = 'https://shop.example';
const DAY_MS = 86_400_000;

let origin: Home;
let lines: string[];

async function openHome(): Promise<Home> {
  const heat = await openTestHeat({ flags: { ingestPerKey: '0', ingestPerAddress: '0' } });
  return { heat, project: await addProject(heat, 'Shop') };
}

/** Visits as browsers make them, and what servers tell of the same people and of others. */
async function fill({ heat, project }: Home): Promise<void> {
  const people: string[] = [];
  await seedDemo({
    layouts: loadLayouts(),
    ...{
      seed: 11,
      visits: 45,
      days: 12,
      nowMs: heat.clock.nowMs(),
      origin: SHOP,
      writeKey: project.writeKey,
    },
    send: ({ body, person, origin: from }) => {
      const envelope = JSON.parse(new TextDecoder().decode(body));
      people.push(envelope.session.id);
      const named =
        people.length % 5 === 0 ? { user: { id: `u-${people.length}`, traits: { plan: 'pro' } } } : {};
      return heat.rooms.ingest.handle({
        body: new TextEncoder().encode(JSON.stringify({ ...envelope, ...named, sentAt: heat.clock.nowMs() })),
        ...{
          requestId: 'r',
          contentEncoding: null,
          headerKey: null,
          queryKey: null,
          bearer: null,
          referer: null,
        },
        ...{ origin: from, userAgent: person.userAgent, acceptLanguage: person.language },
        ...{ address: person.address, country: person.country, optOut: false },
      });
    },
  });
  const told = Array.from({ length: 40 }, (_, at) => ({
    name: at % 2 === 0 ? 'delivered' : 'refunded',
    eventId: `told-${at}`,
    ...(at % 4 === 0 ? { sessionId: people[at] } : { userId: `u-${at}` }),
    value: at,
    properties: { carrier: at % 3 === 0 ? 'post' : 'bike', parcel: { kg: at } },
    timestamp: heat.clock.nowMs() - at * 3_600_000,
    page: at % 3 === 0 ? '/account' : undefined,
  }));
  await ask({ heat, project }, 'POST', '/api/v1/events/track/batch', { events: told });
  await heat.applyAll();
}

async function ask({ heat, project }: Home, method: string, path: string, json?: unknown): Promise<unknown> {
  const answer = await heat.call(method, path, {
    bearer: project.apiKey,
    ...(json === undefined ? {} : { json }),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${text}`);
  return answer.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text;
}

async function exportLines({ heat, project }: Home): Promise<string[]> {
  const row = await heat.rooms.projects.find(project.id);
  const nowMs = heat.clock.nowMs();
  const scope = resolveScope({ period: '90d', bots: '1' }, { projectNo: row!.no, timeZone: 'UTC' }, nowMs);
  const pieces = await Array.fromAsync(exportRecorded(heat.rooms.reports, { scope }));
  return pieces.join('').split('\n').slice(0, -1);
}

/** In requests of `size` lines. */
async function hand(home: Home, given: readonly string[], size = 700): Promise<ImportAnswer[]> {
  const answers: ImportAnswer[] = [];
  for (let at = 0; at < given.length; at += size) {
    const events = given.slice(at, at + size).map((line) => JSON.parse(line));
    answers.push(
      (await ask(home, 'POST', `/api/v1/projects/${home.project.id}/import`, { events })) as ImportAnswer,
    );
    await home.heat.applyAll();
  }
  return answers;
}

/** Numbers of parts are those in which events happened to come; nothing else of a report depends on it. */
const withoutParts = (text: string): string => text.replace(/"([0-9a-z]{6,11})\.\d+"/g, '"$1"');

/** Everything that dashboards and exports show, as text. */
async function answersOf(home: Home): Promise<Record<string, string>> {
  const { id } = home.project;
  const range = 'period=30d';
  const metrics = ['dashboard', 'users', 'top-events', 'timeseries?metric=pageviews&interval=hour'];
  const dimensions = [
    'page',
    'entry',
    'exit',
    'referrer',
    'source',
    'utm_campaign',
    'country',
    'language',
    'device',
  ];
  const more = [
    'browser',
    'os',
    'screen',
    'event',
    'category',
    'prop.carrier',
    'user',
    'visitor',
    'visitor_type',
  ];
  const pages = (await ask(home, 'GET', `/api/v1/projects/${id}/pages?${range}`)) as {
    items: { page: string }[];
  };
  const paths = [
    ...metrics.map((name) => `/api/v1/metrics/${name}${name.includes('?') ? '&' : '?'}${range}`),
    ...[...dimensions, ...more].map((name) => `/api/v1/metrics/breakdown/${name}?${range}&limit=100`),
    ...['pages', 'friction', 'journeys', 'retention', 'overview'].map(
      (name) => `/api/v1/projects/${id}/${name}?${range}`,
    ),
    ...['sessions', 'events'].map((name) => `/api/v1/projects/${id}/export/${name}?${range}&format=ndjson`),
    ...pages.items.flatMap(({ page }) => [
      ...[...CLICK_KINDS, 'move'].map(
        (kind) => `/api/v1/projects/${id}/heatmap?${range}&page=${page}&kind=${kind}`,
      ),
      ...['scroll', 'elements'].map((name) => `/api/v1/projects/${id}/${name}?${range}&page=${page}`),
    ]),
  ];
  const answers: Record<string, string> = {};
  for (const path of paths) {
    const answer = await ask(home, 'GET', path);
    const text = typeof answer === 'string' ? answer.split('\n').sort().join('\n') : JSON.stringify(answer);
    answers[path] = withoutParts(text);
  }
  return answers;
}

beforeAll(async () => {
  origin = await openHome();
  await fill(origin);
  lines = await exportLines(origin);
});
afterAll(() => origin.heat.close());

describe('an import of another heat', () => {
  test('answers every report as the origin does, and a half, then all, then all again changes nothing', async () => {
    const copy = await openHome();
    try {
      const wanted = await answersOf(origin);
      expect(lines.length).toBeGreaterThan(700);
      expect(lines.filter((line) => JSON.parse(line).isServer === true).length).toBe(40);
      // The second half first, backwards: sessions come in pieces and against their order.
      await hand(copy, lines.slice(lines.length / 2).reverse(), 333);
      const answers = await hand(copy, lines);
      expect(answers.flatMap(({ rejected }) => rejected)).toEqual([]);
      const got = await answersOf(copy);
      for (const [path, text] of Object.entries(wanted)) expect([path, got[path]]).toEqual([path, text]);
      await hand(copy, lines, 1_000);
      expect(await answersOf(copy)).toEqual(got);
      // And what it exports is what it was given.
      expect((await exportLines(copy)).sort()).toEqual([...lines].sort());
    } finally {
      await copy.heat.close();
    }
  });

  test('keeps times of long ago, whatever the clock says', async () => {
    const copy = await openHome();
    try {
      const agoMs = 5_000 * DAY_MS;
      const old = lines.slice(0, 300).map((line) => {
        const event = JSON.parse(line) as ImportLine;
        return JSON.stringify({ ...event, tsMs: (event.tsMs ?? 0) - agoMs });
      });
      await hand(copy, old);
      const nowMs = copy.heat.clock.nowMs();
      const query = { projectNo: copy.project.no, fromMs: 0, toMs: nowMs, timeZone: 'UTC', filters: [] };
      const page = await copy.heat.rooms.reports.recorded({
        ...query,
        includeBots: true,
        limit: 500,
        mostEvents: 10_000,
        cursor: null,
      });
      const times = page.items.flatMap(({ events }) => events.map(({ tsMs }) => tsMs)).sort();
      expect(times).toEqual(old.map((line) => JSON.parse(line).tsMs).sort());
      expect(page.items.flatMap(({ events }) => events.map(({ flags }) => flags & 3))).not.toContain(1);
    } finally {
      await copy.heat.close();
    }
  });

  test('leaves out what is older than the project keeps', async () => {
    const copy = await openHome();
    try {
      const settings = { eventDays: 5 };
      await copy.heat.rooms.projects.update(copy.project.id, { settings }, 'terminal');
      const answers = await hand(copy, lines);
      const refused = answers.flatMap(({ rejected }) => rejected);
      const fromMs = agedBeforeMs(5, copy.heat.clock.nowMs());
      const young = lines.filter((line) => JSON.parse(line).tsMs >= fromMs);
      expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['too_old']));
      expect(refused.length).toBe(lines.length - young.length);
      expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(young.length);
      // Nothing came in that the next look of retention would take out.
      await copy.heat.applyAll();
      const aged = { projectNo: copy.project.no, beforeMs: fromMs };
      expect(await copy.heat.rooms.reports.agedSummary(aged)).toMatchObject({ sessions: 0, events: 0 });
    } finally {
      await copy.heat.close();
    }
  });
});
