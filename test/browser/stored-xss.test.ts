// What visitors send is shown to owners: every text that a visitor controls is filled with payloads, through the real
// doors, and a real Chromium with a trap in it visits every page of the dashboard. Nothing may run, ask or be refused.
// Pages as snapshots and recordings have tests of their own, as they are drawn in frames of their own.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Page as List, PageRow, SessionRowView } from '../../src/contract/api.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { openBrowser } from '../support/browser.ts';
import {
  addProject,
  eventually,
  type HeatFolder,
  makeHeatFolder,
  type ProjectAdded,
  type Serving,
} from '../support/heat-process.ts';
import { placesIn } from '../support/hostile-values.ts';
import { compactBody, compactEvents, heatSdkBody } from '../support/ingest-bodies.ts';
import { readApi } from '../support/read-back.ts';
import { openDashboard } from '../support/snapshots.ts';
import { xssPayloads } from '../support/xss-payloads.ts';
import { layTrap } from '../support/xss-trap.ts';

const AWAY = 'http://trap.example';
const SHOP = 'https://shop.example';
const PAYLOADS = xssPayloads(AWAY);
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36';
/** Fields whose few values are heat's own words, or that only name other parts of the batch: a payload is no such value. */
const OWN_WORDS = [
  'type',
  'action',
  'category',
  'state',
  'path',
  'ids',
  'eventId',
  'sessionId',
  'tag',
  'landmark',
  'masked',
  // What calls itself something else is a bot, and left out of reports.
  'ua',
];

let heat: HeatFolder;
let serving: Serving;
let browser: Browser;
let context: BrowserContext;
let project: ProjectAdded;
let caught: string[] = [];
/** Addresses of share links, behind the origin. */
const shared: string[] = [];

beforeAll(async () => {
  heat = await makeHeatFolder();
  [serving, browser] = await Promise.all([heat.serve(), openBrowser()]);
  project = await addProject(heat, PAYLOADS[2]?.slice(0, 80) ?? '');
  const first = await openDashboard(browser, serving);
  context = first.context();
  await first.close();
  caught = await layTrap(context, serving.url);
  for (const [at, payload] of PAYLOADS.entries()) await visitWith(payload, at);
  await eventually(async () => (await sessions()).length >= PAYLOADS.length * 2, 60_000);
  await keepWith(PAYLOADS);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await serving?.stop();
  await heat?.remove();
});

const sessions = async () =>
  (await readApi<List<SessionRowView>>(serving.url, project, 'sessions?period=24h&limit=200')).items;

/** Two sessions whose every free text is the payload: one in the compact form, one in the form of heat-sdk. */
async function visitWith(payload: string, at: number): Promise<void> {
  const now = Date.now();
  const address = `${SHOP}/marker/${payload.replaceAll(/[\s?#]/g, '+')}?utm_source=${encodeURIComponent(payload)}&utm_campaign=${encodeURIComponent(payload)}`;
  const compact = filled(compactBody(Object.values(compactEvents)), payload);
  const batch = {
    ...compact,
    ...{ sentAt: now, t0: now - 10_000, ids: `x${at}-`, visitorId: `v${at}` },
    session: { id: `new-${at}`, startedAt: now - 60_000, lastSeenAt: now },
    pages: [0, 1].map((n) => ({ url: `${address}&n=${n}`, title: payload, referrer: `${SHOP}/${payload}` })),
    elements: [
      {
        tag: 'a',
        id: payload,
        text: at + 1,
        path: `main>a#${payload}`,
        classes: [payload],
        href: payload,
        label: payload,
        role: payload,
        name: payload,
      },
      { tag: 'section', ref: payload, id: `s${payload}` },
    ],
  };
  const old = heatSdkBody();
  const verbose = {
    ...filled(old, payload),
    ...{ sentAt: now, session: { id: `old-${at}`, startedAt: now - 9_000, lastSeenAt: now } },
    events: (old.events as Record<string, unknown>[]).map((event, n) => ({
      ...(filled(event, payload) as object),
      ...{ eventId: `o${at}-${n}`, ts: now - 5_000 + n, path: `/marker/${payload}`, sessionId: `old-${at}` },
      ...(event.selector === undefined ? {} : { selector: `main > a[title='${payload}']` }),
    })),
  };
  for (const body of [batch, verbose]) {
    const answer = await fetch(`${serving.url}/ingest?key=${project.writeKey}`, {
      method: 'POST',
      headers: { origin: SHOP, 'content-type': 'text/plain', 'user-agent': AGENT, referer: `${SHOP}/` },
      body: JSON.stringify(body),
    });
    const told = (await answer.json()) as { accepted?: number; rejected?: unknown[] };
    expect([told, payload, answer.status, told.rejected]).toEqual([told, payload, 200, []]);
  }
}

/** A copy whose every text is the payload, but for heat's own words. */
function filled<T extends object>(body: T, payload: string): T {
  const copy = structuredClone(body) as Record<string, unknown>;
  for (const place of placesIn(copy)) {
    const last = place.at(-1) ?? '';
    let holder = copy;
    for (const name of place.slice(0, -1)) holder = holder[name] as Record<string, unknown>;
    if (typeof holder[last] === 'string' && !OWN_WORDS.includes(last)) holder[last] = payload;
  }
  return copy as T;
}

/** What owners keep, so that the pages that list it show payloads too. */
async function keepWith(payloads: readonly string[]): Promise<void> {
  const one = `${serving.url}/api/v1/projects/${project.id}`;
  const keep = async (path: string, body: object) => {
    const headers = { authorization: `Bearer ${project.apiKey}`, 'content-type': 'application/json' };
    const answer = await fetch(`${one}/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect([path, answer.status, answer.ok ? '' : await answer.text()]).toEqual([path, answer.status, '']);
  };
  for (const [at, raw] of payloads.entries()) {
    // One line is enough: names of many lines are refused.
    const payload = raw.replaceAll('\n', '').replaceAll('\u0001', '');
    const name = `${payload.slice(0, 70)} ${at}`;
    await keep('annotations', { text: payload.slice(0, 200) });
    await keep('segments', { name, filters: [`event:is:${payload}`] });
    await keep('keys', { name, scope: 'read' });
    const watched = {
      metric: 'customs',
      comparison: 'below',
      threshold: 1,
      window: '1h',
      cooldownMinutes: 60,
    };
    const filters = [`event:is:${payload}`];
    if (at < LIMITS.goalsPerProject) await keep('goals', { name, filters });
    await keep('alerts', { ...watched, name, filters, url: 'https://hooks.example/' });
    const steps = [
      { type: 'page', match: 'glob', value: '/*', label: payload.slice(0, 60) },
      { type: 'event', name: payload },
    ];
    await keep('funnels', { name, steps, windowMs: 3_600_000, order: 'loose', unit: 'session' });
    shared.push(await shareWith(name, payload, at));
  }
}

/** A link to one view after the other, named and filtered by the payload; its address without the origin. */
async function shareWith(name: string, payload: string, at: number): Promise<string> {
  const { items: pages } = await readApi<List<PageRow>>(serving.url, project, 'pages?period=24h');
  const { items: funnels } = await readApi<List<{ id: string }>>(serving.url, project, 'funnels');
  const [session] = await sessions();
  const targets = [
    { view: 'overview' },
    { view: 'heatmap', page: pages[at % pages.length]?.page },
    { view: 'heatmap', page: pages[at % pages.length]?.page, kind: 'scroll' },
    { view: 'funnel', funnel: funnels[at % funnels.length]?.id },
    { view: 'sessions' },
    { view: 'session', session: session?.id },
  ];
  const filter = at % 2 === 0 ? [] : [`event:is_not:${payload}`];
  const answer = await fetch(`${serving.url}/api/v1/projects/${project.id}/shares`, {
    method: 'POST',
    headers: { authorization: `Bearer ${project.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      name,
      days: 1,
      target: targets[at % targets.length],
      scope: { period: '24h', filter },
    }),
  });
  const told = (await answer.json()) as { url?: string };
  expect([payload, answer.status, told]).toEqual([payload, 201, told]);
  return (told.url ?? '').slice(serving.url.length);
}

/** Pages of the browser that look at one address after the other. */
const TABS = 4;
const tabs = new Map<BrowserContext, Page[]>();

/** Opens an address, waits until it is quiet, and hovers and focuses what can be. */
async function look(path: string, page?: Page): Promise<string> {
  const tab = page ?? (await tabsOf(context))[0];
  if (!tab) throw new Error('there is a tab');
  // Only another document is loaded anew when it is the fragment alone that differs.
  await tab.goto('about:blank');
  await tab.goto(serving.url + path);
  await settle(tab);
  return (await tab.evaluate(`(${readAll})(document)`)) as string;
}

async function tabsOf(own: BrowserContext): Promise<Page[]> {
  const known = tabs.get(own) ?? (await Promise.all(Array.from({ length: TABS }, () => own.newPage())));
  tabs.set(own, known);
  return known;
}

/** The same for many, some at a time, in the order asked. */
async function lookAll(paths: readonly string[], own = context): Promise<string[]> {
  const shown: string[] = [];
  const waiting = [...paths.entries()];
  const work = async (tab: Page) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) shown[next[0]] = await look(next[1], tab);
  };
  await Promise.all((await tabsOf(own)).map(work));
  return shown;
}

/** Until nothing is being loaded any more, twice in a row; what never ends is looked at as it is. */
async function settle(page: Page): Promise<void> {
  // Asked through the debugger: the page's own policy lets nothing be evaluated.
  await eventually(async () => (await page.evaluate(IS_QUIET)) === true, 15_000).catch(() => {});
  for (let step = 0; step < 12; step += 1) await page.keyboard.press('Tab');
}

/** No skeleton, nothing busy and no word of loading in place of a page, three times in a row. */
const IS_QUIET = `(() => {
  const isBusy = (root) => [...root.querySelectorAll('*')].some((node) =>
    node.getAttribute('aria-busy') === 'true' ||
    (node.localName === 'heat-state' && node.status === 'loading') ||
    (node.shadowRoot && isBusy(node.shadowRoot)));
  const app = document.querySelector('heat-app');
  const isThere = document.readyState === 'complete' && (!app || (app.shadowRoot?.querySelector('main, .frame') && !app.shadowRoot.querySelector('slot')));
  globalThis.quietTimes = isThere && !isBusy(document) ? (globalThis.quietTimes ?? 0) + 1 : 0;
  return globalThis.quietTimes >= 3;
})()`;

/** Text of everything, shadow roots and attributes that are read out too. */
const readAll = `function read(root) {
  let text = '';
  for (const node of root.querySelectorAll('*')) {
    text += ' ' + (node.getAttribute('title') ?? '') + ' ' + (node.getAttribute('aria-label') ?? '');
    for (const child of node.childNodes) if (child.nodeType === 3) text += ' ' + child.data;
    if (node.shadowRoot) text += read(node.shadowRoot);
  }
  return text;
}`;

describe('a dashboard full of payloads', () => {
  const at = (page: string) => `/p/${project.id}/${page}`;

  test.each([
    'overview',
    'sessions',
    'sessions?sort=friction',
    'events',
    'funnels',
    'goals',
    'journeys',
    'friction',
    'settings',
  ])(
    '%s shows them as text',
    async (page) => {
      const before = caught.length;
      expect(await look(`${at(page)}${page.includes('?') ? '&' : '?'}period=24h`)).toContain('marker');
      expect(caught.slice(before)).toEqual([]);
    },
    30_000,
  );

  test.each(['retention', 'live', 'install'])(
    '%s runs none',
    async (page) => {
      const before = caught.length;
      await look(at(page));
      expect(caught.slice(before)).toEqual([]);
    },
    30_000,
  );

  test('heatmaps of all kinds', async () => {
    const before = caught.length;
    const { items } = await readApi<List<PageRow>>(serving.url, project, 'pages?period=24h');
    expect(items.length).toBeGreaterThan(5);
    const kinds = ['click', 'rage', 'dead', 'error', 'move', 'scroll', 'attention'];
    const paths = kinds.map(
      (kind, n) =>
        `${at('heatmaps')}?period=24h&page=${encodeURIComponent(items[n % items.length]?.page ?? '')}&kind=${kind}`,
    );
    for (const shown of await lookAll(paths)) expect(shown).toContain('marker');
    expect(caught.slice(before)).toEqual([]);
  }, 60_000);

  test('journeys of sessions, with their replays', async () => {
    const before = caught.length;
    // The other form of a visit fills a part of the same fields.
    const rows = (await sessions()).filter(
      ({ clientSessionId }, n) => clientSessionId?.startsWith('new-') || n % 6 === 0,
    );
    expect(rows.length).toBeGreaterThanOrEqual(PAYLOADS.length);
    for (const shown of await lookAll(rows.map(({ id }) => at(`sessions/${id}`))))
      expect(shown).toContain('marker');
    expect(caught.slice(before)).toEqual([]);
  }, 60_000);

  test('share links, opened by somebody who is not signed in', async () => {
    const stranger = await browser.newContext();
    const fallen = await layTrap(stranger, serving.url);
    expect(shared.length).toBe(PAYLOADS.length);
    const shown = await lookAll(shared, stranger);
    expect(shown.filter((text) => !text.includes('read-only'))).toEqual([]);
    expect(shown.filter((text) => text.includes('marker')).length).toBeGreaterThan(shared.length / 2);
    expect(fallen).toEqual([]);
    await stranger.close();
  }, 60_000);

  test('pages of no project, and pages that are none', async () => {
    const before = caught.length;
    await lookAll([
      '/projects',
      '/projects/new',
      '/account',
      '/sign-in',
      '/invitation',
      '/password',
      '/openapi',
      '/nothing',
    ]);
    expect(caught.slice(before)).toEqual([]);
  }, 60_000);

  test('payloads in the address itself', async () => {
    const before = caught.length;
    const paths = PAYLOADS.map((payload, n) => {
      const text = encodeURIComponent(payload);
      const filters = ['page', 'event']
        .map((name) => `filter=${encodeURIComponent(`${name}:is:${payload}`)}`)
        .join('&');
      const ways = [
        at(`sessions?search=${text}&${filters}`),
        at(`heatmaps?page=${text}&kind=${text}`),
        `/sign-in?next=${text}#${text}`,
        at(`sessions/${text}`),
        `/p/${text}/overview?period=${text}&segment=${text}`,
      ];
      return ways[n % ways.length] as string;
    });
    await lookAll(paths);
    expect(caught.slice(before)).toEqual([]);
  }, 60_000);

  test('the trap works: a script, a dialog, a foreign request and a refusal are caught', async () => {
    const before = caught.length;
    const page = await context.newPage();
    await page.goto(`${serving.url}/projects`);
    await page.evaluate(
      `(() => { trapped(1); const image = new Image(); image.src = '${AWAY}/x.png'; document.body.append(image); })()`,
    );
    await eventually(async () => caught.slice(before).some((line) => line.includes('policy img-src')));
    expect(caught.slice(before).join('\n')).toContain('TRAPPED script');
    await page.close();
    caught.length = before;
  }, 30_000);
});
