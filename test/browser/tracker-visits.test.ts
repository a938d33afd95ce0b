// What makes pages and sessions: routes of single-page sites, idle time, and what the visitor has agreed to.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import type { ProjectAdded } from '../support/heat-process.ts';
import { type Pages, servePages } from '../support/pages.ts';
import { type Lab, namesOf, openLab, typesOf } from '../support/tracker-lab.ts';

const MINUTE = 60_000;
const QUICK = { batch: { flushIntervalMs: 100 } };

let lab: Lab;
let pages: Pages;
let tag = '';

beforeAll(async () => {
  lab = await openLab();
  pages = servePages(() => `<title>Page</title>${tag}<button id="buy">Buy</button>`);
}, 120_000);
afterAll(async () => {
  await pages?.stop();
  await lab?.close();
});

type Opened = { page: Page; project: ProjectAdded };

async function open(
  name: string,
  { options = QUICK as object, attributes = '', prepare = async (_: Page): Promise<unknown> => 0 } = {},
): Promise<Opened> {
  const project = await lab.addProject(name);
  tag = lab.tag(project, options, attributes);
  const page = await lab.visit(`${pages.origin}/${name}`, prepare);
  await page.waitForFunction('window.heat');
  return { page, project };
}

const pathsOf = (events: { type: string; path: string | null }[], type: string) =>
  events.flatMap((event) => (event.type === type ? [event.path] : []));

/** Goes through routes in every way a page can, with a click on each. */
async function walk(page: Page): Promise<void> {
  for (const step of [
    `history.pushState({}, '', '/pushed')`,
    `history.replaceState({}, '', '/replaced')`,
    `history.back()`,
    `location.hash = 'chapter'`,
    `location.hash = '/route'`,
  ]) {
    await page.evaluate(step);
    await page.waitForTimeout(60);
    await page.locator('#buy').click();
  }
}

test('routes split pages: pushState, replaceState, popstate, and each click stands on its own page', async () => {
  const { page, project } = await open('routes');
  await walk(page);
  await page.close({ runBeforeUnload: true });
  const [kept] = await lab.until(
    project,
    (all) => all[0]?.session.clicks === 5 && all[0].session.pageviews >= 4,
  );
  const seen = ['/pushed', '/replaced', '/routes', '/routes', '/routes#/route'];
  expect(pathsOf(kept?.events ?? [], 'click')).toEqual(seen);
  // A fragment is a place on a page, unless it begins as a route does.
  expect(pathsOf(kept?.events ?? [], 'pageview')).toEqual([
    '/routes',
    '/pushed',
    '/replaced',
    '/routes',
    '/routes#/route',
  ]);
});

test('where the site says that fragments are routes, each of them is a page', async () => {
  const { page, project } = await open('fragments', { options: { ...QUICK, hashRoutes: true } });
  await page.evaluate(`location.hash = 'chapter'`);
  await page.waitForTimeout(60);
  await page.evaluate(`location.hash = ''`);
  await page.close({ runBeforeUnload: true });
  const [kept] = await lab.until(project, (all) => all[0]?.session.pageviews === 3);
  expect(pathsOf(kept?.events ?? [], 'pageview')).toEqual([
    '/fragments',
    '/fragments#/chapter',
    '/fragments',
  ]);
});

test('back within ten seconds is a quick back, over documents too; on to another page is none', async () => {
  const { page, project } = await open('quick');
  const go = async (step: () => Promise<unknown>) => {
    await step();
    await page.waitForFunction('window.heat');
    // Stays are told by the part that comes a moment later.
    await page.waitForTimeout(300);
  };
  await go(() => page.evaluate(`location.href = '/quick-wrong'`));
  await go(() => page.goBack());
  await go(() => page.evaluate(`location.href = '/quick-right'`));
  await go(() => page.evaluate(`location.href = '/quick-end'`));
  await page.close({ runBeforeUnload: true });
  const [kept] = await lab.until(
    project,
    (all) => typesOf(all[0]).filter((type) => type === 'leave').length > 5,
  );
  const quick = kept?.events.filter(({ type, fields }) => type === 'leave' && fields.quickBack === true);
  expect(quick?.map(({ path }) => path)).toEqual(['/quick-wrong']);
  expect(kept?.session.quickBacks).toBe(1);
});

// Moved by less than the quarter of an hour from which on the server corrects a clock. That the idle time is half an hour
// unless told otherwise is shown in sdk/.
test('idle time ends a session in an open page, and the next begins with a pageview', async () => {
  const { page, project } = await open('idle', {
    options: { ...QUICK, session: { idleTimeoutMs: MINUTE } },
    prepare: (one) => one.clock.install({ time: Date.now() - 2 * MINUTE }),
  });
  const pass = async (ms: number) => {
    await page.clock.fastForward(ms);
    // Whatever is due now may fetch, and what it fetches may take a moment.
    await page.clock.runFor(3_000);
  };
  await page.locator('#buy').click();
  await pass(45_000);
  await page.mouse.move(300, 300);
  await page.locator('#buy').click();
  await pass(61_000);
  await page.mouse.move(400, 300, { steps: 5 });
  await page.locator('#buy').click();
  await page.close({ runBeforeUnload: true });
  const kept = await lab.until(project, (all) => all[1]?.session.clicks);
  expect(kept).toHaveLength(2);
  expect(kept[0]?.session).toMatchObject({ clicks: 2, pageviews: 1 });
  expect(kept[1]?.session).toMatchObject({ clicks: 1, pageviews: 1, entry: '/idle' });
  expect(kept[0]?.session.clientSessionId).not.toBe(kept[1]?.session.clientSessionId);
  expect(typesOf(kept[1])[0]).toBe('pageview');
});

/** Everything a page can leave behind in a browser. */
const traces = async (page: Page): Promise<unknown> => [
  await page.evaluate('[Object.values(localStorage), Object.values(sessionStorage), document.cookie]'),
  await page.evaluate('indexedDB.databases().then((all) => all.length)'),
];
const NOTHING = [[[], [], ''], 0];

test.each(['required', 'denied'])(
  'consent %s: nothing is sent or stored until the visitor agrees',
  async (consent) => {
    const { page, project } = await open(`consent-${consent}`, {
      options: { batch: { flushIntervalMs: 100, storage: 'localStorage' } },
      attributes: `data-consent="${consent}"`,
    });
    const before = lab.door.passages.length;
    const sent = () => lab.door.passages.slice(before).filter(({ text }) => text.includes(project.writeKey));
    await page.evaluate(`heat('event', 'too early'); heat('identify', 'somebody')`);
    await page.locator('#buy').click();
    await page.mouse.wheel(0, 300);
    await page.waitForTimeout(400);
    await page.goto(`${pages.origin}/consent-${consent}-2`);
    await page.waitForFunction('window.heat');
    await page.locator('#buy').click();
    await page.waitForTimeout(300);
    expect(await traces(page)).toEqual(NOTHING);
    expect(sent()).toEqual([]);

    await page.evaluate(`heat('optIn')`);
    await page.locator('#buy').click();
    await page.evaluate(`heat('event', 'agreed')`);
    const kept = await lab.until(project, (all) => namesOf(all).length && all[0]?.session.clicks);
    expect(namesOf(kept)).toEqual(['agreed']);
    expect(kept[0]?.session).toMatchObject({ clicks: 1, pageviews: 1, entry: `/consent-${consent}-2` });
    // Whoever agrees may be known again.
    expect(kept[0]?.session.visitor).toMatch(/^c:\d{10,30}$/);

    await page.evaluate(`heat('event', 'unsent'); heat('optOut')`);
    const after = sent().length;
    await page.locator('#buy').click();
    await page.evaluate(`heat('event', 'refused')`);
    await page.waitForTimeout(300);
    await page.goto(`${pages.origin}/consent-${consent}-3`);
    await page.waitForFunction('window.heat');
    await page.locator('#buy').click();
    await page.waitForTimeout(300);
    const [stored] = (await traces(page)) as [[string[], string[], string]];
    await page.close({ runBeforeUnload: true });
    // The refusal itself is all that may be remembered, and not even that where everybody is asked anew.
    expect(stored).toEqual([consent === 'denied' ? [] : ['out'], [], '']);
    await Bun.sleep(200);
    expect(sent()).toHaveLength(after);
    expect(namesOf(await lab.read(project))).toEqual(['agreed']);
    await page.context().close();
  },
);

test.each([
  ['globalPrivacyControl', true, 'respectGpc'],
  ['doNotTrack', '1', 'respectDoNotTrack'],
] as const)(
  '%s: no trace and no request, unless the site switches the question off',
  async (name, value, option) => {
    const prepare = (one: Page) =>
      one.addInitScript(`Object.defineProperty(navigator, '${name}', { value: ${JSON.stringify(value)} })`);
    const before = lab.door.passages.length;
    const { page, project } = await open(`signal-${option}`, { prepare });
    await page.locator('#buy').click();
    await page.evaluate(`heat('event', 'secret')`);
    await page.waitForTimeout(300);
    expect(await traces(page)).toEqual(NOTHING);
    await page.close({ runBeforeUnload: true });
    await Bun.sleep(100);
    expect(lab.door.passages.slice(before)).toEqual([]);
    expect(await lab.read(project)).toEqual([]);
    await page.context().close();

    const asked = await open(`asked-${option}`, {
      prepare,
      options: { ...QUICK, privacy: { [option]: false } },
    });
    await lab.until(asked.project, (all) => all.length);
    await asked.page.context().close();
  },
);
