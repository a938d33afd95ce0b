// Ninety days of sessions as the journal would hold them, turned into rows by the applier's own steps: so every table
// and rollup is what it would be. Same arguments, same rows.

import { buildSlice, createSteps, type Lookups } from '../src/apply/build-slice.ts';
import type { JournalBatch, JournalEvent } from '../src/journal/record.ts';
import { type Random, seededRandom } from '../src/lib/seeded-random.ts';
import type { AppliedSlice } from '../src/storage/port-apply.ts';
import type { StoredJournalEntry } from '../src/storage/port-journal.ts';

export const DAYS = 90;
export const EVENTS_EACH = 50;
const DAY_MS = 86_400_000;
const PAGES = 200;
const PER_SLICE = 1_000;
const NAMES = ['purchase', 'signup', 'search', 'add_to_cart', 'play', 'share', 'invite', 'export'];
const REFERRERS = ['', 'https://www.google.com/', 'https://t.co/x', 'https://news.example/', ''];
const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
];
/** What a session is made of, beside its five pageviews and two custom events. */
const TYPES = ['scroll', 'scroll', 'visibility', 'input', 'vital', 'click'] as const;

/** New sessions only: there is nothing stored to look up. */
const NOTHING: Lookups = {
  sinceMs: async (keys) => keys.map(() => null),
  parts: async (keys) => keys.map(() => []),
  known: async (keys) => keys.map(() => false),
  events: async () => [],
  views: async (groups) => groups.map(() => []),
  scrolls: async () => [],
};

export async function* makeSlices(options: {
  sessions: number;
  projectNo: number;
  journalId: string;
  toMs: number;
}): AsyncGenerator<AppliedSlice> {
  const random = seededRandom(9);
  const steps = createSteps();
  const fromMs = options.toMs - DAYS * DAY_MS;
  for (let first = 0; first < options.sessions; first += PER_SLICE) {
    const count = Math.min(PER_SLICE, options.sessions - first);
    const entries = Array.from({ length: count }, (_, at): StoredJournalEntry => {
      const n = first + at;
      const startMs = Math.floor(fromMs + (n / options.sessions) * (options.toMs - fromMs - 3_600_000));
      const body = JSON.stringify(sessionOf(n, startMs, random));
      const { projectNo } = options;
      return { projectNo, receivedAtMs: startMs + 1_800_000, eventCount: EVENTS_EACH, body, seq: n + 1 };
    });
    const { slice } = await buildSlice(options.journalId, entries, { ...steps, ...NOTHING });
    yield slice;
  }
}

function sessionOf(n: number, startMs: number, random: Random): JournalBatch {
  const paths = Array.from({ length: 5 }, () => Math.floor(PAGES * random.next() ** 3));
  const events: JournalEvent[] = [];
  let ts = startMs;
  for (let at = 0; at < EVENTS_EACH; at += 1) {
    ts += random.between(200, 12_000);
    const p = Math.floor((at * 5) / EVENTS_EACH);
    events.push({ id: `e${at}`, ts, p, w: 0, ...eventAt(at, random) });
  }
  return {
    v: 1,
    ...{
      keyId: 'w',
      sentAtMs: null,
      sdk: { name: 'heat', version: '1' },
      country: random.pick(['DE', 'AT', 'US', 'FR']),
    },
    app: { name: 'shop', version: random.pick(['1.0', '1.1', '1.2']), env: null },
    session: { id: `s${n}`, startedAtMs: null },
    visitor: `c:visitor-${random.between(0, 120_000)}`,
    user: random.chance(0.2) ? { id: `user-${random.between(0, 9_000)}`, traits: null } : null,
    device: {
      ua: random.pick(AGENTS),
      platform: null,
      language: random.pick(['de-DE', 'en-US']),
      screenW: 1920,
      screenH: 1080,
    },
    ...{ rate: 1, moveRate: 1, views: [[1440, 900, 1]], elements: [{ tag: 'button', id: 'buy' }] },
    pages: paths.map((path) => ({
      url: `https://shop.example/item-${path}`,
      referrer: random.pick(REFERRERS),
    })),
    events,
  } as JournalBatch;
}

function eventAt(at: number, random: Random): Pick<JournalEvent, 'type' | 'f' | 'e'> {
  if (at % 10 === 0) return { type: 'pageview', f: {} };
  if (at === 17 || at === 33) {
    const props = { plan: random.pick(['free', 'pro', 'team']), seats: random.between(1, 20) };
    const f: JournalEvent['f'] = { name: random.pick(NAMES), category: random.pick(['shop', 'app']), props };
    if (random.chance(0.4)) f.value = random.between(1, 400) / 4;
    return { type: 'custom', f };
  }
  switch (TYPES[at % TYPES.length]) {
    case 'scroll':
      return {
        type: 'scroll',
        f: { scrollY: at * 40, scrollDepthPct: Math.min(100, at * 2), docHeight: 3_000 },
      };
    case 'click':
      return {
        type: 'click',
        e: 0,
        f: { x: random.between(0, 1_400), y: random.between(0, 2_000), r: [20, 30], doc: [1_440, 3_000] },
      };
    case 'input':
      return { type: 'input', f: { action: 'focus' } };
    case 'vital':
      return { type: 'vital', f: { lcp: random.between(500, 4_000) } };
    default:
      return { type: 'visibility', f: { state: 'hidden' } };
  }
}
