// The page that bench/tracker.ts visits: 5,000 elements that react to clicks, and a collector that counts what
// arrives.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTracker } from '../sdk/build-tracker.ts';
import { decodeVlq } from '../src/contract/vlq.ts';

/** Elements of a card, itself included. */
const CARD_ELEMENTS = 10;
const CARDS = 500;
const PER_SECTION = 25;

/**
 * `idle` listens to the same inputs and does nothing: what remains is the clock's own unrest. `box` asks what any tracker
 * of elements has to ask, the box of what was clicked: what remains is the browser's share.
 */
export type Subject = 'none' | 'idle' | 'box' | 'heat' | 'heat-sdk';
export type Arrived = {
  requests: number;
  bytes: number;
  /** Bytes as they travelled, and what of them was there for replays alone: paths of mouse and scrolling. */
  wireBytes: number;
  replayBytes: number;
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

const NOTHING = { requests: 0, bytes: 0, wireBytes: 0, replayBytes: 0, rows: 0, events: 0 };

export async function openBenchSite(): Promise<BenchSite> {
  const folder = await mkdtemp(join(tmpdir(), 'heat-bench-'));
  await buildTracker(folder);
  await Bun.write(join(folder, 'heat-sdk.js'), await bundleHeatSdk());
  await Bun.write(join(folder, 'idle.js'), IDLE_SCRIPT);
  await Bun.write(join(folder, 'box.js'), BOX_SCRIPT);
  const arrived: Arrived = { ...NOTHING, byType: new Map() };
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === '/ingest') {
        count(arrived, new Uint8Array(await request.arrayBuffer()));
        return Response.json({ ok: true });
      }
      const file = Bun.file(join(folder, pathname));
      if (/\.m?js$/.test(pathname) && (await file.exists())) return new Response(file);
      const subject = pathname.slice(1) as Subject;
      return new Response(pageOf(subject), { headers: { 'content-type': 'text/html' } });
    },
  });
  return {
    url: (subject) => `http://localhost:${server.port}/${subject}`,
    arrived,
    forget() {
      Object.assign(arrived, NOTHING);
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
    events: { type: string; path?: string; steps?: string; points?: unknown[] }[];
  };
  arrived.requests++;
  arrived.bytes += plain.length;
  arrived.wireBytes += body.length;
  arrived.replayBytes += body.length - withoutPaths(plain, isGzip);
  for (const { type, steps, points } of events) {
    // Packed, or as heat-sdk sends them.
    const samples =
      type !== 'move' ? 1 : steps ? (decodeVlq(steps, steps.length)?.length ?? 3) / 3 : (points?.length ?? 1);
    arrived.rows++;
    arrived.events += samples;
    arrived.byType.set(type, (arrived.byType.get(type) ?? 0) + samples);
  }
}

/** What the body would have weighed on the wire without what only replays and maps of moves need. */
function withoutPaths(plain: Uint8Array<ArrayBuffer>, isGzip: boolean): number {
  const body = JSON.parse(new TextDecoder().decode(plain)) as { events: { type: string; steps?: string }[] };
  const events = body.events
    .filter(({ type }) => type !== 'move')
    .map((event) => (event.type === 'scroll' ? { ...event, steps: undefined } : event));
  const bytes = new TextEncoder().encode(JSON.stringify({ ...body, events }));
  return isGzip ? Bun.gzipSync(bytes).length : bytes.length;
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
    idle: '<script defer src="/idle.js"></script>',
    box: '<script defer src="/box.js"></script>',
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
<script>${OWN_SCRIPT}</script>${tags[subject]}</head><body><main>${sections}</main></body></html>`;
}

const IDLE_SCRIPT = `for (const type of ['click', 'pointermove', 'scroll']) addEventListener(type, () => {}, true)`;

const BOX_SCRIPT = `addEventListener('click', ({ target }) => { window.box = target.getBoundingClientRect(); }, true);
for (const type of ['pointermove', 'scroll']) addEventListener(type, () => {}, true)`;

/** What the page does itself. */
const OWN_SCRIPT = `addEventListener('click', ({ target }) => {
  const button = target.closest && target.closest('button');
  if (button) button.classList.toggle('on');
})`;
