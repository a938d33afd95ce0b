// A month of made-up traffic of three projects as clients send it: many browsers, identified users, bots, servers, two
// clock changes, late and repeated batches. Same seed, same month. Knows nothing of how heat counts.

import { type Random, seededRandom } from '../../src/lib/seeded-random.ts';

export type MonthEvent = {
  id: string;
  type: 'pageview' | 'click' | 'custom' | 'leave';
  tsMs: number;
  path: string | null;
  name?: string;
  category?: string;
  value?: number;
  props?: { [key: string]: string | number | boolean };
  /** Told by a server, which knows nothing of the browser. */
  isTold: boolean;
};
export type MonthClient = {
  project: number;
  session: string;
  visitor: string;
  user: string | null;
  agent: (typeof AGENTS)[number];
  language: string;
  screen: [w: number, h: number];
  appVersion: string;
  referrer: string | null;
  campaign: string | null;
  events: MonthEvent[];
};

export const HOST = 'https://shop.example';
export const AGENTS = [
  {
    ua: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
    ...{ browser: 'Chrome', os: 'Windows', device: 'desktop', isBot: false },
  },
  {
    ua: 'Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0',
    ...{ browser: 'Firefox', os: 'Linux', device: 'desktop', isBot: false },
  },
  {
    ua: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
    ...{ browser: 'Safari', os: 'iOS', device: 'mobile', isBot: false },
  },
  {
    ua: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    ...{ browser: null, os: null, device: null, isBot: true },
  },
] as const;

const MINUTE = 60_000;
const DAY_MS = 86_400_000;
const PATHS = ['/', '/pricing', '/docs/start', '/docs/api', '/blog', '/cart'];
const NAMES = ['purchase', 'signup', 'search', "it's"];

/** The latest 15 October to 15 November that lies wholly in the past, UTC: Europe and America change their clocks in it. */
export function monthBefore(nowMs: number): { fromMs: number; toMs: number } {
  const year = new Date(nowMs).getUTCFullYear();
  const latest = Date.UTC(year, 10, 16) < nowMs ? year : year - 1;
  return { fromMs: Date.UTC(latest, 9, 15), toMs: Date.UTC(latest, 10, 15) };
}

export function makeMonth(options: {
  seed: number;
  fromMs: number;
  toMs: number;
  clients: number;
}): MonthClient[] {
  const random = seededRandom(options.seed);
  return Array.from({ length: options.clients }, (_, index): MonthClient => {
    const project = index % 3;
    const visitor = `v${random.between(0, Math.ceil(options.clients / 5))}p${project}`;
    const agent = random.chance(0.06) ? AGENTS[3] : random.pick(AGENTS.slice(0, 3));
    const client: MonthClient = {
      ...{ project, visitor, agent, session: `client-${options.seed}-${index}` },
      user: random.chance(0.35) ? `user-${random.between(0, 29)}` : null,
      language: random.pick(['de-DE', 'en-US', 'fr']),
      screen: random.pick([
        [1920, 1080],
        [390, 844],
      ]),
      appVersion: random.pick(['1.0', '1.1']),
      referrer: random.pick([null, null, 'https://partner.example/a', 'https://news.example/']),
      campaign: random.chance(0.2) ? random.pick(['autumn', 'winter sale']) : null,
      events: [],
    };
    const spanMs = options.toMs - options.fromMs - DAY_MS;
    let tsMs = options.fromMs + Math.floor(random.next() * spanMs);
    const count = random.between(1, 12);
    for (let at = 0; at < count; at += 1) {
      client.events.push(makeEvent(client, { id: `e${index}-${at}`, tsMs, isFirst: at === 0 }, random));
      // Now and then longer than a session lasts.
      tsMs += random.chance(0.1) ? random.between(31, 330) * MINUTE : random.between(1, 25 * MINUTE);
    }
    return client;
  });
}

type Place = { id: string; tsMs: number; isFirst: boolean };

function makeEvent({ agent }: MonthClient, { id, tsMs, isFirst }: Place, random: Random): MonthEvent {
  const isTold = !isFirst && !agent.isBot && random.chance(0.12);
  const type = isTold
    ? 'custom'
    : isFirst
      ? 'pageview'
      : random.pick(['pageview', 'click', 'custom', 'custom', 'leave'] as const);
  const path = random.pick(PATHS);
  if (type !== 'custom') return { id, type, tsMs, path, isTold };
  return {
    ...{ id, type, tsMs, isTold, path: isTold ? null : path },
    name: random.pick(NAMES),
    category: random.pick(['general', 'shop']),
    // Quarters: their sums have no rounding, in whatever order they are added.
    ...(random.chance(0.5) ? { value: random.between(0, 399) / 4 } : {}),
    props: {
      plan: random.pick(['free', 'pro']),
      ...(random.chance(0.5) ? { seats: random.between(0, 4) } : {}),
    },
  };
}
