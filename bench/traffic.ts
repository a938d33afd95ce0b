// The traffic of the ingest bench: batches of 32 events in which a mouse-move sample counts as one, in both forms
// that heat reads. Every batch has ids of its own. Mix: 26 move samples, 2 clicks, 3 scrolls, 1 pageview or custom event.

import { seededRandom } from '../src/lib/seeded-random.ts';
import { encodeVlq } from '../src/lib/vlq.ts';

export const EVENTS_PER_BATCH = 32;
const SAMPLES = 26;
const BATCHES_PER_SESSION = 12;
/** A browser's, since the traffic is a browser's; anything else would count as a bot. */
export const USER_AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Safari/537.36';

/** A server that is measured says little and refuses nobody for being fast. */
export const SERVE_FLAGS = [
  '--log-level',
  'error',
  '--ingest-per-key',
  '0',
  '--ingest-per-address',
  '0',
] as const;

export type Form = 'compact' | 'verbose';

/** `count` request bodies. Same arguments, same logical events in either form; ids differ between runs by `run`. */
export function makeBodies(form: Form, count: number, run: string): string[] {
  const random = seededRandom(42);
  const startMs = Date.now() - 3_600_000;
  const bodies: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const sessionNo = Math.floor(n / BATCHES_PER_SESSION);
    const at = startMs + (n % BATCHES_PER_SESSION) * 2000 + (sessionNo % 1000) * 500;
    const facts: BatchFacts = {
      session: `${run}s${sessionNo}`,
      startedAt: startMs,
      at,
      ids: `${run}b${n}-`,
      path: `/shop/item-${sessionNo % 200}`,
      samples: Array.from(
        { length: SAMPLES },
        (_, i) => [i * 80, random.between(10, 1400), random.between(10, 3200)] as const,
      ),
      clicks: [0, 1].map(() => ({
        x: random.between(10, 1400),
        y: random.between(10, 3200),
        element: random.between(0, 39),
      })),
      depth: random.between(10, 100),
      isCustom: n % 8 === 7,
    };
    bodies.push(JSON.stringify(form === 'compact' ? compact(facts) : verbose(facts)));
  }
  return bodies;
}

type BatchFacts = {
  session: string;
  startedAt: number;
  at: number;
  ids: string;
  path: string;
  samples: (readonly [dt: number, x: number, y: number])[];
  clicks: { x: number; y: number; element: number }[];
  depth: number;
  isCustom: boolean;
};

function compact(facts: BatchFacts): unknown {
  const deltas: number[] = [];
  let [lastT, lastX, lastY] = [0, 0, 0];
  for (const [t, x, y] of facts.samples) {
    deltas.push(t - lastT, x - lastX, y - lastY);
    [lastT, lastX, lastY] = [t, x, y];
  }
  const elements = facts.clicks.map(({ element }) => ({
    tag: 'button',
    id: `buy-${element}`,
    text: 1_000_000 + element,
    landmark: 'main',
    path: `main>section:2>div:${element}>button`,
  }));
  return {
    v: 1,
    sdk: { name: 'heat', version: '0.1.0' },
    sentAt: Date.now(),
    session: { id: facts.session, startedAt: facts.startedAt, lastSeenAt: facts.at },
    device: { ua: USER_AGENT, platform: 'Win32', language: 'en-US', screenW: 1920, screenH: 1080 },
    ids: facts.ids,
    t0: facts.at,
    pages: [{ url: `https://shop.example${facts.path}`, title: 'Item' }],
    views: [[1440, 900, 1]],
    elements,
    events: [
      facts.isCustom
        ? { i: 0, t: 0, type: 'custom', name: 'add_to_cart', props: { price: 12 } }
        : { i: 0, t: 0, type: 'pageview' },
      { i: 1, t: 0, type: 'move', path: encodeVlq(deltas) },
      ...facts.clicks.map((click, n) => ({
        i: 2 + n,
        t: 900 + n * 400,
        type: 'click',
        x: click.x,
        y: click.y,
        e: n,
        r: [120, 90],
        box: [click.x - 40, click.y - 12, 120, 36],
        doc: [1440, 3400],
      })),
      ...[1, 2, 3].map((n) => ({
        i: 4 + n,
        t: 500 * n,
        type: 'scroll',
        scrollY: facts.depth * 20,
        scrollDepthPct: facts.depth,
        docHeight: 3400,
        maxDepthPct: facts.depth,
      })),
    ],
  };
}

function verbose(facts: BatchFacts): unknown {
  const common = (n: number, ts: number) => ({
    eventId: `${facts.ids}${n}`,
    sessionId: facts.session,
    ts,
    path: facts.path,
    viewport: { w: 1440, h: 900, dpr: 1 },
    device: { ua: USER_AGENT, platform: 'Win32', language: 'en-US' },
    meta: { viewportBucket: '1400x900' },
  });
  return {
    sdk: { name: '@m-software-engineering/heat-sdk', version: '0.2.6' },
    app: {},
    session: { id: facts.session, startedAt: facts.startedAt, lastSeenAt: facts.at },
    events: [
      facts.isCustom
        ? { ...common(0, facts.at), type: 'custom', name: 'add_to_cart', props: { price: 12 } }
        : { ...common(0, facts.at), type: 'pageview', to: facts.path },
      {
        ...common(1, facts.at),
        type: 'move',
        points: facts.samples.map(([tsOffset, x, y]) => ({ x, y, tsOffset })),
      },
      ...facts.clicks.map((click, n) => ({
        ...common(2 + n, facts.at + 900 + n * 400),
        type: 'click',
        x: click.x,
        y: click.y,
        selector: `main > section > button#buy-${click.element}`,
        button: 0,
      })),
      ...[1, 2, 3].map((n) => ({
        ...common(4 + n, facts.at + 500 * n),
        type: 'scroll',
        scrollY: facts.depth * 20,
        scrollDepthPct: facts.depth,
      })),
    ],
  };
}
