// Pages that come across the tracker's way, in a real browser: names of fields that hide what a form can tell, selectors
// that are none, buttons that move on a page that is busy, titles that are ahead of us, and a refusal while a page is
// put aside.

import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../test/support/browser.ts';
import { tracked } from '../test/support/visitor.ts';
import { eventsOf, openSite, type Site } from './test-site.ts';

setDefaultTimeout(60_000);

let browser: Browser;
let site: Site;
let body = '';
let attributes = '';
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  site = await openSite(
    () => `<!doctype html><title>Shop</title><style>body{margin:0}</style>
      <script defer src="/heat.js" data-project="hw_awkward" data-flush-interval-ms="100" ${attributes}></script>${body}`,
  );
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});
afterEach(async () => {
  await page?.context().close();
  attributes = '';
});

async function visit(html: string, prepare = ''): Promise<string[]> {
  body = html;
  const errors: string[] = [];
  page = await (await browser.newContext({ viewport: { width: 1000, height: 700 } })).newPage();
  await page.addInitScript(prepare);
  page.on('pageerror', ({ message }) => errors.push(message));
  site.batches.length = 0;
  await page.goto(site.url);
  return errors;
}

test.each([
  ['a form with a field whose name hides what is asked of it', '<input name="host">', ''],
  ['a selector that is none', 'Form', 'data-block-selectors="[a=b"'],
])('%s keeps nothing from being sent, and no error escapes', async (_, html, more) => {
  attributes = more;
  const errors = await visit(`<form id="form" style="padding:50px">${html}</form><p id="rest">Rest</p>`);
  // The tracker starts in a task of its own: a click may be there before it.
  await site.until(() => eventsOf(site, 'pageview').length);
  await page.mouse.click(10, 10);
  await page.evaluate("heat('event', 'one')");
  await site.until(() => eventsOf(site, 'custom').length && eventsOf(site, 'scroll').length);
  await page.waitForTimeout(1000);
  await page.evaluate("heat('event', 'two')");
  await site.until(() => eventsOf(site, 'custom').length === 2);
  expect(errors).toEqual([]);
  if (!more) await site.until(() => eventsOf(site, 'click').length);
});

test('the box of a click is that of its own press, on a page that is too busy to look before the click', async () => {
  await visit(
    '<button id="more" style="position:absolute;top:0;left:0;width:100px;height:50px">More</button>',
  );
  await page.evaluate(() => {
    const rest = (ms: number) => {
      for (const until = performance.now() + ms; performance.now() < until; );
    };
    // Presses are answered for so long that the click stands before all timers.
    addEventListener('pointerdown', () => rest(300));
    document.getElementById('more')?.addEventListener('click', () => {
      setTimeout(() => ((document.getElementById('more') as HTMLElement).style.top = '400px'), 200);
    });
  });
  const press = async (y: number) => {
    await page.mouse.move(50, y);
    await Promise.all([page.mouse.down(), page.mouse.up()]);
    await page.waitForTimeout(800);
  };
  await press(25);
  await press(425);
  await site.until(() => eventsOf(site, 'click').length === 2);
  expect(eventsOf(site, 'click').map(({ y, box }) => [y, box?.[1]])).toEqual([
    [25, 0],
    [425, 400],
  ]);
});

test('a click whose press came before the tracker is told, however soon after its first view', async () => {
  await visit('<button style="position:absolute;inset:0;width:100%">Buy</button>');
  await page.mouse.move(50, 50);
  await page.mouse.down();
  await page.evaluate(`new Promise((done) => {
    const tag = document.createElement('script');
    Object.assign(tag.dataset, { project: 'hw_late', global: 'late', flushIntervalMs: 100 });
    tag.src = '/heat.js';
    tag.onload = () => setTimeout(done);
    document.head.append(tag);
  })`);
  await page.mouse.up();
  await site.until(() =>
    site.batches.some(({ key, events }) => key === 'hw_late' && events.some(({ type }) => type === 'click')),
  );
});

test('a click on a label is one click, also where the one that its field gets has a time of its own', async () => {
  // As Firefox tells them.
  await visit(`<script>
    const { get } = Object.getOwnPropertyDescriptor(Event.prototype, 'timeStamp');
    Object.defineProperty(Event.prototype, 'timeStamp', {
      get() { return get.call(this) + (this.target.localName === 'input' ? 3 : 0); },
    });
  </script><label id="agree">Agree <input type="checkbox"></label><button>Go</button>`);
  await page.click('#agree');
  await page.click('button');
  await site.until(() => eventsOf(site, 'click').length > 1);
  await page.waitForTimeout(300);
  expect(eventsOf(site, 'click')).toHaveLength(2);
  expect(await page.isChecked('input')).toBe(true);
});

test.each([
  ['a form is called what the document is', '<form name="title"></form>'],
  ['there is no beacon', '<script>navigator.sendBeacon = undefined</script>'],
])('a page where %s is told of', async (_, html) => {
  const errors = await visit(`${html}<button>Buy</button>`);
  await page.click('button');
  await site.until(() => eventsOf(site, 'click').length);
  await page.evaluate("heat('event', 'last'); heat('shutdown')");
  await page.waitForTimeout(200);
  expect(errors).toEqual([]);
  for (const { pages } of site.batches) expect(typeof pages?.[0]?.title).toBe('string');
});

test('a page that lets nobody change its history and its network is told of by the module as well', async () => {
  await visit(`<script>
    history.pushState = history.pushState.bind(history);
    for (const [owner, name] of [[history, 'pushState'], [window, 'fetch']])
      Object.defineProperty(owner, name, { value: owner[name], writable: false });
  </script><button>Buy</button>`);
  await page.evaluate(async () => {
    const { init } = await import(`${location.origin}/heat.mjs`);
    init({ projectKey: 'hw_module', batch: { flushIntervalMs: 50 } });
  });
  await page.click('button');
  const ofModule = () =>
    site.batches.filter(({ key }) => key === 'hw_module').flatMap(({ events }) => events);
  await site.until(() =>
    ['pageview', 'click'].every((type) => ofModule().some((event) => event.type === type)),
  );
});

test('a route that is left by Back keeps its title where the page has set the next one before we hear of it', async () => {
  await visit(`<script>
    onpopstate = () => { document.title = 'Title of ' + location.pathname; };
    window.go = (path) => { history.pushState({}, '', path); onpopstate(); };
  </script>`);
  // Stays are told by the part that comes a moment later.
  await tracked(page);
  const left = () =>
    site.batches.flatMap(({ events, pages = [] }) =>
      events.flatMap(({ type, p = 0 }) =>
        type === 'leave' ? [[pages[p]?.url?.slice(site.url.length), pages[p]?.title]] : [],
      ),
    );
  const steps = ["go('/b')", "go('/c')", 'history.back()', 'history.back()'];
  for (const [at, step] of steps.entries()) {
    await site.until(() => eventsOf(site, 'pageview').length === at + 1);
    await page.evaluate(`${step}; undefined`);
  }
  await site.until(() => left().length === steps.length);
  expect(left()).toEqual([
    ['/', 'Shop'],
    ['/b', 'Title of /b'],
    ['/c', 'Title of /c'],
    ['/b', 'Title of /b'],
  ]);
});

test('a refusal on another page counts when this one comes back from the cache of the browser', async () => {
  await visit('<button>Buy</button>');
  await tracked(page);
  await site.until(() => eventsOf(site, 'pageview').length);
  await page.waitForTimeout(300);
  const tell = (name: string) =>
    page.evaluate(`dispatchEvent(new PageTransitionEvent('${name}', { persisted: true })); undefined`);
  await tell('pagehide');
  await page.waitForTimeout(200);
  const before = site.events().length;
  // In this page: it does not hear of it, as one that is put aside does not.
  await page.evaluate("localStorage['heat:hw_awkward:visitor'] = 'out'");
  await tell('pageshow');
  await page.click('button');
  await page.waitForTimeout(1500);
  expect(site.events().slice(before)).toEqual([]);
  expect(await page.evaluate('sessionStorage.length')).toBe(0);
});

test('a quick back counts where the page that is left says so only when this one is shown again', async () => {
  await visit('<button>Buy</button>');
  await tracked(page);
  await site.until(() => eventsOf(site, 'scroll').some(({ sections }) => sections));
  await page.evaluate(`
    const other = location.origin + '/other';
    for (const name of ['pagehide', 'pageshow']) dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
    sessionStorage['heat:hw_awkward:left'] = [other, location.href, Date.now(), 900].join(' ');
    undefined`);
  const quick = () =>
    site.batches.flatMap(({ events, pages }) =>
      events.flatMap((event) =>
        event.type === 'leave' && event.quickBack ? [new URL(pages[event.p ?? 0]?.url ?? '').pathname] : [],
      ),
    );
  await site.until(() => quick().length > 0);
  expect(quick()).toEqual(['/other']);
});

test('forward to a route that one has come back from is no quick back', async () => {
  await visit('<button>Buy</button>');
  await tracked(page);
  const left = () => eventsOf(site, 'leave').map(({ quickBack }) => quickBack);
  const go = async (how: string) => {
    const before = left().length;
    await page.evaluate(`${how}; undefined`);
    await site.until(() => left().length > before);
  };
  await go("history.pushState(0, '', '/one')");
  await go("history.pushState(0, '', '/two')");
  await go('history.back()');
  await go('history.forward()');
  // Another one, which is quick as well.
  await go('history.back()');
  expect(left()).toEqual([undefined, undefined, true, undefined, true]);
});

test('shutdown() after a refusal leaves nothing in any storage but the refusal', async () => {
  await visit('<button>Buy</button>');
  await tracked(page);
  await site.until(() => eventsOf(site, 'scroll').some(({ sections }) => sections));
  await page.evaluate("heat('optOut'); heat('shutdown'); undefined");
  expect(await page.evaluate('[{ ...localStorage }, { ...sessionStorage }]')).toEqual([
    { 'heat:hw_awkward:visitor': 'out' },
    {},
  ]);
});

test('what kind of field it is may stand among other words of autocomplete', async () => {
  const fields = ['billing cc-number', 'section-in one-time-code', 'current-password webauthn'];
  const inputs = fields.map((kind, at) => `<input id="f${at}" autocomplete="${kind}">`).join('');
  await visit(`${inputs}<input id="plain" autocomplete="section-in street-address">`);
  await site.until(() => eventsOf(site, 'pageview').length);
  for (const id of ['f0', 'f1', 'f2', 'plain']) await page.click(`#${id}`);
  await site.until(() => eventsOf(site, 'click').length);
  const ids = site.batches.flatMap(({ elements = [], events }) =>
    events.flatMap((event) => (event.type === 'click' ? [elements[event.e as number]?.id] : [])),
  );
  expect(ids).toEqual(['plain']);
});

test('a message of an error does not repeat what stands in fields, quoted or not', async () => {
  await visit(`<input id="query"><textarea id="words">be  </textarea><button onclick="throw new Error(
    'No results for ' + query.value.trim() + ' and ' + words.value.trim() + ' in ' + query.value)">Search</button>`);
  await tracked(page);
  await page.fill('#query', ' haemorrhoid  cream ');
  await page.click('button');
  await site.until(() => eventsOf(site, 'error').length);
  expect(eventsOf(site, 'error')[0]?.message).toBe('Uncaught Error: No results for … and be in  … ');
});

test('a prerendered page is in view from when it is shown', async () => {
  await visit(
    '',
    `let shownMs = 0;
     Object.defineProperty(document, 'prerendering', { get: () => !shownMs });
     Object.defineProperty(PerformanceNavigationTiming.prototype, 'activationStart', { get: () => shownMs });
     window.show = () => {
       shownMs = performance.now();
       document.dispatchEvent(new Event('prerenderingchange'));
     };
     window.turn = () => {
       history.pushState(0, '', '/next');
       return performance.now() - shownMs;
     };`,
  );
  await page.waitForTimeout(500);
  await page.evaluate('show()');
  await tracked(page);
  const shownMs = await page.evaluate<number>('turn()');
  await site.until(() => eventsOf(site, 'leave').length);
  // Two clocks, one of which knows whole milliseconds only.
  expect(eventsOf(site, 'leave')[0]?.dwellMs).toBeLessThan(shownMs + 5);
});

test('of fifty answers to input the slowest is left aside, the quick ones counted', async () => {
  await visit(
    '<button onclick="for (const untilMs = performance.now() + (busyMs += 60); performance.now() < untilMs; );">Buy</button>',
    `window.busyMs = 0;
     const answers = {};
     new PerformanceObserver((list) => {
       for (const { interactionId: id, duration } of list.getEntries())
         if (id) answers[id] = Math.max(answers[id] ?? 0, duration);
     }).observe({ type: 'event', durationThreshold: 40 });
     window.slowest = () => Object.values(answers).sort((a, b) => b - a);
     // So many that two are left aside; quick ones are told of by their number alone.
     Object.defineProperty(Performance.prototype, 'interactionCount', { value: 120 });`,
  );
  await tracked(page);
  for (let n = 0; n < 4; n++) await page.click('button');
  await page.waitForFunction('slowest().length === 4');
  const slowest = await page.evaluate<number[]>('slowest()');
  await page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide')); undefined");
  await site.until(() => eventsOf(site, 'vital').length);
  expect(eventsOf(site, 'vital')[0]?.inp).toBe(slowest[2]);
});

test.each([
  ['nothing where it was out of sight', true],
  ['the time where it was seen', false],
])('of the largest paint of a page as it loads is told: %s', async (_, isHidden) => {
  await visit(
    '<h1>Large words</h1>',
    `let isHidden = ${isHidden};
     Object.defineProperty(document, 'hidden', { get: () => isHidden });
     window.show = () => { isHidden = false; document.dispatchEvent(new Event('visibilitychange')); };`,
  );
  await tracked(page);
  await page.waitForFunction(
    "new Promise((found) => new PerformanceObserver(found).observe({ type: 'largest-contentful-paint', buffered: true }))",
  );
  await page.evaluate("show(); dispatchEvent(new PageTransitionEvent('pagehide')); undefined");
  await site.until(() => eventsOf(site, 'vital').length);
  const [vital] = eventsOf(site, 'vital');
  expect({ hasPaint: vital?.lcp !== undefined, shifts: vital?.cls }).toEqual({
    hasPaint: !isHidden,
    shifts: 0,
  });
});
