// Every option in a real browser, as an attribute of the tag and as an option of init(): the same visit tells otherwise
// with it than without it. Options that need a failing server, a second page or a visitor's answer are shown elsewhere.

import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import type { WireEvent } from '../src/contract/wire.ts';
import { openBrowser } from '../test/support/browser.ts';
import { tracked } from '../test/support/visitor.ts';
import { ELSEWHERE, type Seen, VISITS } from './test-option-rows.ts';
import { listOptions } from './test-options.ts';
import { openSite, type Site } from './test-site.ts';

setDefaultTimeout(60_000);

const BODY = `<button id="buy">Buy</button>
<div class="chat"><button id="chat">Chat</button><button id="help" class="help">Help</button></div>
<p class="quiet"><button id="quiet">Quiet</button></p>
<input id="city"><input id="code"><div style="height:3000px"></div>`;

/** Rate, roll of the session, and whether it is recorded. */
const SAMPLED = [
  [0, 0, false],
  [0.1, 0.0999, true],
  [0.1, 0.1, false],
  [0.6, 0.5999, true],
  [0.6, 0.6, false],
  [1, 0.9999, true],
] as const;
const ATTRIBUTES = new Map((await listOptions()).map(({ option, attribute }) => [option, attribute]));
const FORMS = ['tag', 'data-options', 'module'] as const;
type Form = (typeof FORMS)[number];
/** One visit tells whether the object of the module is read from the tag. */
const formsOf = (visit: string) =>
  FORMS.filter((form) => form !== 'data-options' || visit === 'names and selectors');

let browser: Browser;
let site: Site;
const seen = new Map<string, Seen>();

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite((path) => htmlOf(decodeURIComponent(path.slice(1))));
  const names = [
    'usual tag',
    ...Object.keys(VISITS).flatMap((visit) => formsOf(visit).map((form) => `${visit} ${form}`)),
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
  if (name === 'sampled')
    return [...SAMPLED.map(([rate, roll]) => [`hw_${rate}_${roll}`, rate]), ['witness', 1]]
      .map(
        ([key, rate]) =>
          `<script defer src="/heat.js" data-project="${key}" data-global="${key}" data-sampling="${rate}" data-flush-interval-ms="50"></script>`,
      )
      .join('');
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
  await tracked(page);
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
  for (const form of formsOf(name))
    test.each(rows.map((row) => [row.option, row] as const))(
      `%s does what it says (${name}, ${form})`,
      async (_, row) => {
        const told = () => [row.tell(usual()), row.tell(seen.get(`${name} ${form}`) as Seen)];
        // What left by beacon may still be on its way.
        await site.until(() => Bun.deepEquals(told(), [row.usual, row.now])).catch(() => {});
        expect(told()).toEqual([row.usual, row.now]);
      },
    );

test('a session is in the sample when its roll lies below the rate, which is sent along', async () => {
  const context = await browser.newContext();
  await context.addInitScript(
    (rolls) => {
      for (const [key, roll] of rolls)
        sessionStorage.setItem(
          `heat:${key}:session`,
          ['1234567890123', Date.now(), Date.now(), roll].join(' '),
        );
    },
    SAMPLED.map(([rate, roll]) => [`hw_${rate}_${roll}`, roll] as const),
  );
  const page = await context.newPage();
  await page.goto(`${site.url}/sampled`);
  await page.waitForFunction('window.witness');
  await page.evaluate("witness('event', 'done')");
  await site.until(() =>
    batchesOf('witness').some(({ events }) => events.some(({ type }) => type === 'custom')),
  );
  const recorded = () =>
    SAMPLED.map(([rate, roll]) => {
      const [batch] = batchesOf(`hw_${rate}_${roll}`);
      return [rate, roll, batch?.rate === rate && batch.session.id === '1234567890123'];
    });
  await site.until(() => Bun.deepEquals(recorded(), [...SAMPLED])).catch(() => {});
  expect(recorded()).toEqual(SAMPLED.map((row) => [...row]));
  await context.close();
});

test('a page that fails without end tells of its first twenty errors', async () => {
  const page = await browser.newPage();
  await page.goto(`${site.url}/endless%20tag`);
  await tracked(page);
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
