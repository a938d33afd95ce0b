// The page that bench/tracker.ts visits: 5,000 elements that react to clicks, a probe that times what a tracker's
// callbacks take, and a collector that counts what arrives.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTracker } from '../sdk/build-tracker.ts';
import { decodeVlq } from '../src/lib/vlq.ts';

/** Elements of a card, itself included. */
const CARD_ELEMENTS = 10;
const CARDS = 500;
const PER_SECTION = 25;

export type Subject = 'none' | 'heat' | 'heat-sdk';
export type Arrived = {
  requests: number;
  bytes: number;
  rows: number;
  events: number;
  byType: Map<string, number>;
};
export type BenchSite = {
  url: (subject: Subject) => string;
  arrived: Arrived;
  forget: () => void;
  stop: () => Promise<void>;
};

export async function openBenchSite(): Promise<BenchSite> {
  const folder = await mkdtemp(join(tmpdir(), 'heat-bench-'));
  await buildTracker(folder);
  await Bun.write(join(folder, 'heat-sdk.js'), await bundleHeatSdk());
  const arrived: Arrived = { requests: 0, bytes: 0, rows: 0, events: 0, byType: new Map() };
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { pathname } = new URL(request.url);
      // Isolated pages have a clock of 5 µs; others one of 100.
      const headers = {
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      };
      if (pathname === '/ingest') {
        count(arrived, new Uint8Array(await request.arrayBuffer()));
        return Response.json({ ok: true });
      }
      const file = Bun.file(join(folder, pathname));
      if (/\.m?js$/.test(pathname) && (await file.exists())) return new Response(file, { headers });
      const subject = pathname.slice(1) as Subject;
      return new Response(pageOf(subject), { headers: { ...headers, 'content-type': 'text/html' } });
    },
  });
  return {
    url: (subject) => `http://localhost:${server.port}/${subject}`,
    arrived,
    forget() {
      Object.assign(arrived, { requests: 0, bytes: 0, rows: 0, events: 0 });
      arrived.byType.clear();
    },
    stop: async () => {
      await server.stop(true);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A mouse path's samples count one by one, so that both trackers are measured by what they tell. */
function count(arrived: Arrived, body: Uint8Array<ArrayBuffer>): void {
  const isGzip = body[0] === 0x1f && body[1] === 0x8b;
  const plain = isGzip ? Bun.gunzipSync(body) : body;
  const { events } = JSON.parse(new TextDecoder().decode(plain)) as {
    events: { type: string; path?: string }[];
  };
  arrived.requests++;
  arrived.bytes += plain.length;
  for (const { type, path } of events) {
    const samples =
      type === 'move' && path && !path.startsWith('/') ? (decodeVlq(path, path.length)?.length ?? 3) / 3 : 1;
    arrived.rows++;
    arrived.events += samples;
    arrived.byType.set(type, (arrived.byType.get(type) ?? 0) + samples);
  }
}

async function bundleHeatSdk(): Promise<string> {
  const built = await Bun.build({
    entrypoints: ['/entry.js'],
    files: {
      '/entry.js': `import { init } from '@m-software-engineering/heat-sdk';
        init({ endpoint: location.origin + '/ingest', projectKey: 'hw_bench' });`,
    },
    format: 'iife',
    target: 'browser',
    minify: true,
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

function pageOf(subject: Subject): string {
  const tags: Record<Subject, string> = {
    none: '',
    heat: '<script defer src="/heat.js" data-project="hw_bench"></script>',
    'heat-sdk': '<script defer src="/heat-sdk.js"></script>',
  };
  const card = (n: number) =>
    `<article class="card" id="card-${n}"><h3>Article ${n}</h3><p>Words about article <b>${n}</b>, and some more of them.</p><ul><li>first</li><li>second</li></ul><a href="#card-${n}">More</a><div class="row"><button type="button">Add ${n}</button></div></article>`;
  const sections = Array.from(
    { length: CARDS / PER_SECTION },
    (_, at) =>
      `<section id="part-${at}"><h2>Part ${at}</h2>${Array.from({ length: PER_SECTION }, (_, n) => card(at * PER_SECTION + n)).join('')}</section>`,
  ).join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${CARDS * CARD_ELEMENTS} elements</title>
<style>section{display:grid;grid-template-columns:repeat(5,1fr);gap:16px}h2{grid-column:1/-1}.card{padding:12px;border:1px solid}.on{background:gold}</style>
<script>${OWN_SCRIPT};${PROBE}</script><script defer src="data:text/javascript,performance.mark('before')"></script>${tags[subject]}<script defer src="data:text/javascript,performance.mark('after')"></script></head><body><main>${sections}</main></body></html>`;
}

/** What the page does itself; registered before the probe, so that it is not counted. */
const OWN_SCRIPT = `addEventListener('click', ({ target }) => {
  const button = target.closest && target.closest('button');
  if (button) button.classList.toggle('on');
})`;

/** Wraps whatever a script can be called back by, and adds up the time by kind of input. */
const PROBE = `(() => {
  const probe = (window.probe = { click: [], late: [], move: [], scroll: [], other: [], tasks: [], longest: 0, long: 0 });
  const KINDS = { click: 'click', auxclick: 'click', pointerdown: 'click', pointerup: 'click', mousedown: 'click', mouseup: 'click', pointermove: 'move', mousemove: 'move', scroll: 'scroll' };
  let key = '';
  let press = 0;
  addEventListener('pointerdown', () => press++, true);
  // On every second press the layout that the press has made due is done beforehand: what the tracker then takes is its
  // own; on the others it pays for a layout that the browser would have done a little later.
  const isSettled = () => press % 2 === 0;
  for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
    addEventListener(type, () => isSettled() && document.body.getBoundingClientRect(), true);
  const timed = (kindOf, work) => typeof work !== 'function' ? work : function (...args) {
    const startedAt = performance.now();
    try { return work.apply(this, args); } finally {
      const ms = performance.now() - startedAt;
      const kind = kindOf(args[0]);
      const list = probe[kind === 'click' && !isSettled() ? 'late' : kind];
      const now = kind === 'other' ? '' : kind + (kind === 'click' ? press : args[0].timeStamp);
      if (now && now === key) list[list.length - 1] += ms; else list.push(ms);
      key = now;
      probe.longest = Math.max(probe.longest, ms);
      if (ms > 50) probe.long++;
    }
  };
  const other = () => 'other';
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const work = typeof listener === 'function' ? listener : listener && ((event) => listener.handleEvent(event));
    return add.call(this, type, timed((event) => KINDS[event.type] || 'other', work), options);
  };
  for (const name of ['setTimeout', 'setInterval', 'requestIdleCallback', 'requestAnimationFrame', 'queueMicrotask']) {
    const original = window[name];
    window[name] = (work, ...rest) => original(timed(other, work), ...rest);
  }
  for (const name of ['MutationObserver', 'PerformanceObserver', 'IntersectionObserver', 'ResizeObserver']) {
    const Original = window[name];
    window[name] = class extends Original { constructor(work, ...rest) { super(timed(other, work), ...rest); } };
    if (Original.supportedEntryTypes) Object.defineProperty(window[name], 'supportedEntryTypes', { get: () => Original.supportedEntryTypes });
    if (name === 'PerformanceObserver') new Original((list) => { for (const { duration, startTime } of list.getEntries()) probe.tasks.push([startTime, duration]); }).observe({ type: 'longtask', buffered: true });
  }
})()`;
