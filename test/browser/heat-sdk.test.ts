// The published package @m-software-engineering/heat-sdk, unchanged, against the built executable in a real browser:
// its seven event types arrive with every field it sends, and what is sent twice is there once.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import type { JourneyAnswer, JourneyEvent, Page as List, SessionRowView } from '../../src/contract/api.ts';
import type { ImportLine } from '../../src/contract/import-line.ts';
import { decodeVlq } from '../../src/contract/vlq.ts';
import { openBrowser } from '../support/browser.ts';
import { type Door, openDoor } from '../support/door.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from '../support/heat-process.ts';
import { readApi } from '../support/read-back.ts';
import { clickAt, openVisitor } from '../support/visitor.ts';

const PAGE = `<!doctype html><html><head><title>Shop</title></head><body style="height:3000px">
<main><button id="buy">Buy</button><input id="note" name="note"><a href="#more">More</a></main>
<script src="/sdk.js"></script></body></html>`;

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let door: Door;
let project: ProjectAdded;
let origin = '';
let stopSite: () => Promise<void>;
type SentEvent = { eventId: string; type: string; [field: string]: unknown };
type SentBody = { session: { id: string; startedAt: number }; events: SentEvent[] };

beforeAll(async () => {
  heat = await makeHeatFolder();
  project = await addProject(heat, 'Sdk');
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
  door = await openDoor(() => serving.url);
  const script = await bundleSdk();
  const site = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch(request) {
      const isScript = new URL(request.url).pathname === '/sdk.js';
      return new Response(isScript ? script : PAGE, {
        headers: { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' },
      });
    },
  });
  origin = `http://localhost:${site.port}`;
  stopSite = () => site.stop(true);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await door?.close();
  await serving?.stop();
  await stopSite?.();
  await heat?.remove();
});

/** A page's script that starts the package with everything on. */
async function bundleSdk(): Promise<string> {
  const entry = `
    import { init } from '@m-software-engineering/heat-sdk';
    window.tracker = init({
      endpoint: '${door.url}/ingest', projectKey: '${project.writeKey}',
      app: { name: 'shop', version: '1.2.3', env: 'test' },
      capture: { inputs: { enabled: true, mode: 'metadata' }, keyboard: { enabled: true, mode: 'metadata' } },
    });`;
  const built = await Bun.build({
    entrypoints: ['/entry.js'],
    files: { '/entry.js': entry },
    format: 'iife',
    target: 'browser',
    plugins: [
      {
        name: 'from-here',
        setup: (build) => {
          build.onResolve({ filter: /^@m-software/ }, ({ path }) => ({
            path: Bun.resolveSync(path, import.meta.dir),
          }));
        },
      },
    ],
  });
  return (await built.outputs[0]?.text()) ?? '';
}

test('heat-sdk works unchanged: seven types, every field, no doubles', async () => {
  const context = await openVisitor(browser, { width: 1200, height: 800 });
  const page = await context.newPage();
  // The answers to the first batches are lost after their commit, and the next is refused: each is sent again by itself.
  door.decide((_, n) =>
    n < 2 ? { kind: 'cut' } : n === 2 ? { kind: 'answer', status: 503 } : { kind: 'pass' },
  );
  await page.goto(`${origin}/shop?size=m`);
  await page.waitForFunction('window.tracker');
  await page.evaluate(
    `tracker.identify('user-7', { plan: 'pro' }); tracker.track('signup', { plan: 'pro', seats: 3, nested: { a: [1, 'x'] } })`,
  );
  await clickAt(page, '#buy', 0.5, 0.5);
  await page.mouse.move(300, 300, { steps: 4 });
  await page.waitForTimeout(120);
  await page.mouse.move(420, 380, { steps: 4 });
  await clickAt(page, '#note', 0.5, 0.5);
  await page.keyboard.type('ab');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Tab');
  await page.mouse.wheel(0, 900);
  await page.waitForTimeout(300);
  await page.evaluate(`history.pushState({}, '', '/shop/cart')`);
  const sent = (): SentBody[] => door.passages.map(({ text }) => JSON.parse(text));
  const idsIn = (bodies: SentBody[]) => bodies.flatMap((body) => body.events.map(({ eventId }) => eventId));
  await eventually(async () => {
    await page.evaluate('tracker.flush()');
    return door.passages.length > 3 && isTaken(door.passages.at(-1)?.status);
  });

  const events = [
    ...new Map(sent().flatMap((body) => body.events.map((one) => [one.eventId, one]))).values(),
  ];
  const types = new Set(events.map((event) => event.type));
  expect([...types].sort()).toEqual(['click', 'custom', 'input', 'keyboard', 'move', 'pageview', 'scroll']);
  // What was committed without an answer came again.
  const committed = sent().filter((_, n) => isTaken(door.passages[n]?.status));
  expect(idsIn(committed).length).toBeGreaterThan(events.length);
  const read = <T>(path: string) => readApi<T>(serving.url, project, path);
  const session = await eventually(async () => {
    const [row] = (await read<List<SessionRowView>>('sessions?period=24h')).items;
    return row && row.events >= events.length ? row : null;
  });
  const journey = await read<JourneyAnswer>(`sessions/${session.id}`);
  expect(journey.events.map((event) => event.eventId).sort()).toEqual(
    events.map((event) => event.eventId).sort(),
  );
  expect(journey.session).toMatchObject({ userId: 'user-7', app: 'shop 1.2.3', events: events.length });
  expect(journey.traits).toEqual({ plan: 'pro' });
  const whole = await heat.run(['export', 'events', '--all', '--project', project.id]);
  const lines: ImportLine[] = whole.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(events.length);
  const lineOf = new Map(lines.map((line) => [line.eventId, line]));

  const stored = new Map(journey.events.map((event) => [event.eventId, event]));
  for (const event of events) {
    expectKept(event, stored.get(event.eventId) as JourneyEvent);
    expectWhole(event, lineOf.get(event.eventId) as ImportLine);
  }
  await context.close();
}, 90_000);

const isTaken = (status = 0) => status === 200;

/** Fields that every event of the package has, out of `heat export events --all`; no other is known to this test. */
function expectWhole(
  sentEvent: SentEvent,
  { view, userAgent, platform, language, ...line }: ImportLine,
): void {
  const { eventId, type, ts, sessionId, path, viewport, device, meta, ...own } = sentEvent;
  const { w, h, dpr } = viewport as { w: number; h: number; dpr: number };
  expect({ view, userAgent, platform, language }).toEqual({
    ...{ view: [w, h, dpr], userAgent: (device as { ua: string }).ua },
    ...{ platform: (device as { platform: string }).platform },
    ...{ language: (device as { language: string }).language.replace(/@.*/, '') },
  });
  expect(line).toMatchObject({
    eventId,
    type: type as never,
    tsMs: ts as number,
    fields: { meta: meta as never },
  });
  expect(line.clientSessionId).toBe(sessionId as string);
  expect(line.sdk).toMatch(/heat-sdk\/0\.2\.\d+$/);
  expect(line.app).toEqual({ name: 'shop', version: '1.2.3', env: 'test' });
  expect(line.page).toEndWith(String(path));
  expect(Object.keys(own).filter((name) => !OWN_FIELDS.has(name))).toEqual([]);
}

/** Kept as they were sent. */
const SAME_FIELDS = [
  'from',
  'to',
  'button',
  'scrollDepthPct',
  'action',
  'inputType',
  'length',
  'category',
  'name',
  'props',
];
/** Kept to the pixel. */
const NEAR_FIELDS = ['x', 'y', 'scrollY'];
/** What expectKept() looks at. */
const OWN_FIELDS = new Set([...SAME_FIELDS, ...NEAR_FIELDS, 'selector', 'points']);

/** Every field that the package sent with this event is readable again. */
function expectKept(sentEvent: SentEvent, kept: JourneyEvent): void {
  expect(kept.type as string).toBe(sentEvent.type);
  expect(kept.tsMs).toBe(sentEvent.ts as number);
  expect(kept.path).toBe(String(sentEvent.path));
  expect(kept.fields.meta).toEqual(sentEvent.meta as never);
  const fields = kept.fields as Record<string, unknown>;
  for (const name of SAME_FIELDS) {
    if (sentEvent[name] !== undefined) expect([name, fields[name]]).toEqual([name, sentEvent[name]]);
  }
  for (const name of NEAR_FIELDS) {
    if (sentEvent[name] !== undefined)
      expect(Math.abs(Number(fields[name]) - Number(sentEvent[name]))).toBeLessThan(1);
  }
  if (sentEvent.selector !== undefined) expect(kept.label).toBe(String(sentEvent.selector));
  if (sentEvent.type === 'pageview') expect(String(fields.url)).toContain('/shop');
  if (sentEvent.type !== 'move') return;
  const points = sentEvent.points as { x: number; y: number; tsOffset: number }[];
  const deltas = decodeVlq(String(fields.path), points.length * 3);
  let [t, x, y] = [0, 0, 0];
  const decoded = points.map((_, n) => {
    t += deltas?.[n * 3] ?? Number.NaN;
    x += deltas?.[n * 3 + 1] ?? Number.NaN;
    y += deltas?.[n * 3 + 2] ?? Number.NaN;
    return { x, y, tsOffset: t };
  });
  expect(decoded).toEqual(
    points.map((point) => ({
      x: Math.round(point.x),
      y: Math.round(point.y),
      tsOffset: Math.round(point.tsOffset),
    })),
  );
}
