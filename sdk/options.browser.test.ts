// Every option in a real browser, as an attribute of the tag and as an option of init(): the same visit tells otherwise
// with it than without it. Options that need a failing server, a second page or a visitor's answer are shown elsewhere.

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { decodeVlq } from '../src/contract/vlq.ts';
import type { WireEnvelope, WireEvent } from '../src/contract/wire.ts';
import { openBrowser } from '../test/support/browser.ts';
import { listOptions } from './test-options.ts';
import { openSite, type Site } from './test-site.ts';

setDefaultTimeout(60_000);

const BODY = `<button id="buy">Buy</button>
<div class="chat"><button id="chat">Chat</button><button id="help" class="help">Help</button></div>
<p class="quiet"><button id="quiet">Quiet</button></p>
<input id="city"><input id="code"><div style="height:3000px"></div>`;

/** What is known of one visit. */
type Seen = {
  batches: WireEnvelope[];
  events: WireEvent[];
  /** Keys of storages, as they were before the page was left. */
  stored: string[];
  /** Batches that had arrived before the page was left. */
  early: number;
};
type Row = {
  option: string;
  value: unknown;
  tell(seen: Seen): unknown;
  /** What a visit without options tells, and what one with it tells. */
  usual: unknown;
  now: unknown;
};

const has = (type: WireEvent['type']) => (seen: Seen) => seen.events.some((event) => event.type === type);
const inputs = ({ events }: Seen) => events.flatMap((event) => (event.type === 'input' ? [event] : []));
const clicked = (id: string) => (seen: Seen) => elementOf(seen, id) !== undefined;
/** The described element of a click. */
const elementOf = ({ batches }: Seen, id: string) =>
  batches
    .flatMap(({ elements = [], events }) =>
      events.flatMap((event) => (event.type === 'click' ? [elements[event.e as number]] : [])),
    )
    .find((el) => el?.id === id);
/** Samples of the longest mouse path. */
const samples = ({ events }: Seen) =>
  Math.max(
    ...events.map((event) =>
      event.type === 'move'
        ? (event.points?.length ?? (decodeVlq(event.steps ?? '', 900) ?? []).length / 3)
        : 0,
    ),
  );
const off = (name: string, type: WireEvent['type']): Row => ({
  option: `capture.${name}`,
  value: false,
  tell: has(type),
  usual: true,
  now: false,
});

/** Options that do not stand in each other's way are tried in one visit. */
const VISITS: Record<string, Row[]> = {
  'nothing captured': [
    ...[off('click', 'click'), off('move', 'move'), off('scroll', 'scroll'), off('pageview', 'pageview')],
    ...[off('errors', 'error'), off('vitals', 'vital')],
  ],
  'names and selectors': [
    {
      option: 'app',
      value: { name: 'shop', version: '1.2', env: 'test' },
      tell: ({ batches }) => batches[0]?.app?.version,
      usual: undefined,
      now: '1.2',
    },
    {
      option: 'session.idleTimeoutMs',
      value: 1,
      tell: ({ batches }) => new Set(batches.map(({ session }) => session.id)).size > 1,
      usual: false,
      now: true,
    },
    { option: 'moveSampleRate', value: 0, tell: has('move'), usual: true, now: false },
    {
      option: 'hashRoutes',
      value: true,
      tell: ({ batches }) => batches.some(({ pages }) => pages?.some(({ url }) => url.endsWith('#/part'))),
      usual: false,
      now: true,
    },
    {
      option: 'session.persist',
      value: 'browser',
      tell: ({ stored }) => stored.filter((key) => key.startsWith('local')).length,
      usual: 0,
      now: 2,
    },
    {
      option: 'batch.maxEvents',
      value: 1,
      tell: ({ batches }) => batches.some(({ events }) => events.length > 1),
      usual: true,
      now: false,
    },
    { option: 'privacy.blockSelectors', value: '.chat', tell: clicked('chat'), usual: true, now: false },
    {
      // An exception to the option before.
      option: 'privacy.allowSelectors',
      value: ['.help', '.more'],
      tell: (seen) => [clicked('help')(seen), clicked('chat')(seen)],
      usual: [true, true],
      now: [true, false],
    },
    {
      option: 'privacy.maskTextSelectors',
      value: ['.quiet'],
      tell: (seen) => typeof elementOf(seen, 'quiet')?.text,
      usual: 'number',
      now: 'undefined',
    },
    {
      option: 'capture.inputs',
      value: { enabled: true, mode: 'allowlist', allowSelectors: ['#code'] },
      tell: (seen) => inputs(seen).map(({ action, length }) => `${action} ${length}`),
      usual: [],
      now: ['focus 0', 'change 3', 'blur 3'],
    },
  ],
  'typing and times': [
    {
      option: 'session.persist',
      value: 'memory',
      tell: ({ stored }) => stored.length,
      usual: 1,
      now: 0,
    },
    {
      option: 'batch.flushIntervalMs',
      value: 60_000,
      tell: ({ early }) => early > 0,
      usual: true,
      now: false,
    },
    {
      option: 'capture.move',
      value: { throttleMs: 60_000 },
      // Where it began, where it is, and that it rests there.
      tell: (seen) => [has('move')(seen), samples(seen) > 3],
      usual: [true, true],
      now: [true, false],
    },
    {
      option: 'capture.inputs',
      value: 'masked',
      tell: (seen) => inputs(seen).find(({ action }) => action === 'change')?.masked,
      usual: undefined,
      now: '****',
    },
    {
      option: 'capture.keyboard',
      value: true,
      tell: ({ events }) => events.flatMap((event) => (event.type === 'keyboard' ? [event.category] : []))[0],
      usual: undefined,
      now: 'other',
    },
  ],
  'no session in the sample': [
    { option: 'sampling', value: 0, tell: ({ batches }) => batches.length > 0, usual: true, now: false },
  ],
};
/** Where the rest is shown. */
const ELSEWHERE = {
  projectKey: 'here, all the time',
  endpoint: 'sdk/recipes.browser.test.ts',
  'batch.maxQueueBytes': 'test/browser/tracker-transport.test.ts',
  'batch.storage': 'test/browser/tracker-leaving.test.ts',
  'privacy.respectDoNotTrack': 'test/browser/tracker-visits.test.ts',
  'privacy.respectGpc': 'test/browser/tracker-visits.test.ts',
  'privacy.consent': 'test/browser/tracker-visits.test.ts',
  'capture.replay': 'sdk/replay.browser.test.ts',
};
const ATTRIBUTES = new Map((await listOptions()).map(({ option, attribute }) => [option, attribute]));
const FORMS = ['tag', 'data-options', 'module'] as const;
type Form = (typeof FORMS)[number];

let browser: Browser;
let site: Site;
const seen = new Map<string, Seen>();

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite((path) => htmlOf(decodeURIComponent(path.slice(1))));
  const names = [
    'usual tag',
    ...Object.keys(VISITS).flatMap((visit) => FORMS.map((form) => `${visit} ${form}`)),
  ];
  const work = async () => {
    for (let name = names.shift(); name; name = names.shift()) await visit(name);
  };
  await Promise.all([work(), work(), work()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  site?.close();
});

const keyOf = (name: string) => `hw ${name}`;

/** The page of a visit: its options in one of the three forms, and a second project that says when all is over. */
function htmlOf(name: string): string {
  const form = FORMS.find((one) => name.endsWith(one)) as Form;
  const rows = VISITS[name.slice(0, -form.length - 1)] ?? [];
  const options: Record<string, unknown> = { projectKey: keyOf(name), batch: { flushIntervalMs: 100 } };
  for (const { option, value } of rows) {
    const [group, member] = option.split('.') as [string, string | undefined];
    options[group] = member ? { ...(options[group] as object), [member]: value } : value;
  }
  const quoted = (value: unknown) =>
    `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", '&#39;')}'`;
  const attributes = rows.map(({ option, value }) => `${ATTRIBUTES.get(option)}=${quoted(value)}`);
  if (!attributes.join().includes('flush')) attributes.push('data-flush-interval-ms=100');
  const subject = {
    tag: `<script defer src="/heat.js" data-project=${quoted(keyOf(name))} ${attributes.join(' ')}></script>`,
    'data-options': `<script defer src="/heat.js" data-options=${quoted(options)}></script>`,
    module: `<script type="module">import { init } from '/heat.mjs'; window.heat = init(${JSON.stringify(options)});</script>`,
  }[form];
  const witness = `<script defer src="/heat.js" data-project=${quoted(`witness ${name}`)} data-global="witness" data-flush-interval-ms="50"></script>`;
  return `<!doctype html><title>Shop</title>${subject}${witness}${BODY}`;
}
const batchesOf = (key: string) => site.batches.filter((batch) => batch.key === key);
const witnessed = (name: string, type: WireEvent['type']) =>
  batchesOf(`witness ${name}`).some(({ events }) => events.some((event) => event.type === type));

async function visit(name: string): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 800, height: 600 } });
  const page = await context.newPage();
  await page.goto(`${site.url}/${encodeURIComponent(name)}`);
  await page.waitForFunction(
    "window.heat && performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/heat-more') && responseEnd)",
  );
  await act(page);
  await page.evaluate("witness('event', 'done')");
  await site.until(() => witnessed(name, 'custom'));
  const stored = await page.evaluate<string[]>(
    `['local', 'session'].flatMap((kind) => Object.keys(window[kind + 'Storage']).filter((key) => key.startsWith('heat:${keyOf(name)}:')).map((key) => kind + ' ' + key))`,
  );
  const early = batchesOf(keyOf(name)).length;
  await page.goto('about:blank');
  await site.until(() => witnessed(name, 'leave'));
  await context.close();
  seen.set(name, {
    ...{ stored, early },
    get batches() {
      return batchesOf(keyOf(name));
    },
    get events() {
      return this.batches.flatMap(({ events }) => events).sort((a, b) => a.i - b.i);
    },
  });
}

/** The same each time: a way of the mouse, clicks, typing, a fragment, scrolling, an error. */
async function act(page: Page): Promise<void> {
  for (const x of [50, 200, 120, 300]) {
    await page.mouse.move(x, 300);
    await page.waitForTimeout(100);
  }
  for (const id of ['buy', 'chat', 'help', 'quiet']) await page.locator(`#${id}`).click();
  await page.locator('#city').pressSequentially('Rome');
  await page.locator('#code').pressSequentially('abc');
  await page.locator('#buy').focus();
  await page.evaluate(() => {
    location.hash = 'part';
    scrollTo(0, 500);
    setTimeout(() => {
      throw new Error('oops');
    });
  });
  await page.waitForTimeout(100);
}

const usual = () => seen.get('usual tag') as Seen;

for (const [name, rows] of Object.entries(VISITS))
  for (const form of FORMS)
    test.each(rows.map((row) => [row.option, row] as const))(
      `%s does what it says (${name}, ${form})`,
      async (_, row) => {
        const told = () => [row.tell(usual()), row.tell(seen.get(`${name} ${form}`) as Seen)];
        // What left by beacon may still be on its way.
        await site.until(() => Bun.deepEquals(told(), [row.usual, row.now])).catch(() => {});
        expect(told()).toEqual([row.usual, row.now]);
      },
    );

test('a page that fails without end tells of its first twenty errors', async () => {
  const page = await browser.newPage();
  await page.goto(`${site.url}/endless%20tag`);
  await page.waitForFunction(
    "performance.getEntriesByType('resource').some(({ name, responseEnd }) => name.includes('/heat-more') && responseEnd)",
  );
  await page.evaluate(() => {
    for (let n = 0; n < 30; n++)
      setTimeout(() => {
        throw new Error(`fault ${n}`);
      });
    setTimeout(() => (window as never as { heat(...call: unknown[]): void }).heat('event', 'last'), 20);
  });
  const events = () => batchesOf(keyOf('endless tag')).flatMap((batch) => batch.events);
  await site.until(() => events().some(({ type }) => type === 'custom'));
  expect(events().filter(({ type }) => type === 'error')).toHaveLength(20);
  await page.close();
});

test('every option is shown here or elsewhere', () => {
  const shown = [
    ...Object.values(VISITS).flatMap((rows) => rows.map(({ option }) => option)),
    ...Object.keys(ELSEWHERE),
  ];
  expect([...ATTRIBUTES.keys()].filter((option) => !shown.includes(option))).toEqual([]);
});
