// Who visits the demo shop: where they come from, with what, and when. Weights are invented but plausible.

import type { Device } from '../contract/event-types.ts';
import type { Random } from '../lib/seeded-random.ts';

export type Person = {
  device: Device;
  userAgent: string;
  platform: string;
  language: string;
  country: string;
  screen: readonly [w: number, h: number];
  /** An address of the benchmark range (RFC 2544), different for each person. */
  address: string;
  visitorId: string;
  /** Patience: scales dwell times, 0.5…2. */
  patience: number;
  /** Those who are signed in to the shop. */
  user: { id: string; traits: { plan: string } } | null;
};

export type Arrival = { referrer: string; query: string; path: string };

const AGENTS: Record<Device, readonly (readonly [agent: readonly [string, string], weight: number])[]> = {
  desktop: [
    [
      [
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Safari/537.36',
        'Win32',
      ],
      46,
    ],
    [
      [
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15',
        'MacIntel',
      ],
      20,
    ],
    [['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:148.0) Gecko/20100101 Firefox/148.0', 'Win32'], 16],
    [
      [
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Safari/537.36 Edg/152.0.0.0',
        'Win32',
      ],
      12,
    ],
    [['Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0', 'Linux x86_64'], 6],
  ],
  tablet: [
    [
      [
        'Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
        'iPad',
      ],
      8,
    ],
    [
      [
        'Mozilla/5.0 (Linux; Android 15; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Safari/537.36',
        'Linux armv8l',
      ],
      3,
    ],
  ],
  mobile: [
    [
      [
        'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
        'iPhone',
      ],
      55,
    ],
    [
      [
        'Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/152.0.0.0 Mobile Safari/537.36',
        'Linux armv81',
      ],
      38,
    ],
    [
      [
        'Mozilla/5.0 (Linux; Android 15; SM-S931B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/30.0 Chrome/145.0.0.0 Mobile Safari/537.36',
        'Linux armv81',
      ],
      12,
    ],
  ],
};

const SCREENS: Record<Device, readonly (readonly [number, number])[]> = {
  desktop: [
    [1440, 900],
    [1920, 1080],
    [1536, 864],
    [2560, 1440],
  ],
  tablet: [
    [820, 1180],
    [834, 1194],
  ],
  mobile: [
    [390, 844],
    [412, 915],
    [393, 852],
  ],
};

const COUNTRIES = [
  ['DE', 34],
  ['AT', 12],
  ['CH', 9],
  ['NL', 8],
  ['FR', 8],
  ['GB', 11],
  ['US', 10],
  ['SE', 4],
  ['JP', 4],
] as const;
const LANGUAGES: ReadonlyMap<string, string> = new Map([
  ['DE', 'de-DE'],
  ['AT', 'de-AT'],
  ['CH', 'de-CH'],
  ['NL', 'nl-NL'],
  ['FR', 'fr-FR'],
  ['SE', 'sv-SE'],
  ['JP', 'ja-JP'],
  ['US', 'en-US'],
]);

const LETTER: Arrival = {
  referrer: '',
  query: '?utm_source=letter&utm_medium=email&utm_campaign=autumn-teas',
  path: '/demo/teas.html',
};
const LETTER_SHARE = 0.45;

const ARRIVALS: readonly (readonly [Arrival, number])[] = [
  [{ referrer: '', query: '', path: '/demo/' }, 26],
  [{ referrer: 'https://www.google.com/', query: '', path: '/demo/' }, 22],
  [{ referrer: 'https://www.google.com/', query: '', path: '/demo/brewing.html' }, 13],
  [{ referrer: 'https://duckduckgo.com/', query: '', path: '/demo/teas.html' }, 6],
  [
    {
      referrer: 'https://www.instagram.com/',
      query: '?utm_source=instagram&utm_medium=social&utm_campaign=autumn',
      path: '/demo/tea-morning-oolong.html',
    },
    11,
  ],
  [LETTER, 3],
  [{ referrer: 'https://news.ycombinator.com/', query: '', path: '/demo/brewing.html' }, 5],
  [{ referrer: 'https://www.reddit.com/', query: '', path: '/demo/tea-smoke-house.html' }, 4],
  [{ referrer: 'https://teablog.example/best-oolong', query: '', path: '/demo/tea-morning-oolong.html' }, 4],
];

export function makePerson(random: Random): Person {
  const device = random.weighted([
    ['desktop', 52],
    ['mobile', 41],
    ['tablet', 7],
  ] as const);
  const [userAgent, platform] = random.weighted(AGENTS[device]);
  const country = random.weighted(COUNTRIES);
  const code = () => random.between(0, 1e9).toString(36);
  return {
    device,
    userAgent,
    platform,
    country,
    language: LANGUAGES.get(country) ?? 'en-GB',
    screen: random.pick(SCREENS[device]),
    address: `198.${random.between(18, 19)}.${random.between(0, 255)}.${random.between(1, 254)}`,
    visitorId: `${code()}${code()}${code()}`.slice(0, 16),
    patience: 0.5 + random.next() * 1.5,
    user: random.chance(0.14) ? makeUser(random) : null,
  };
}

/** Share of visits by somebody who was there before, and how strongly those are meant who came lately. */
const RETURNING = 0.34;
const LATELY = 2.5;
/** Nobody comes twice within this time, ms. */
const AWAY_MS = 3 * 3_600_000;

/** Who comes next: somebody new, or again one of those before, who forget the shop with time. To be asked in order of time. */
export function createCrowd(random: Random): { comeAt: (startMs: number) => Person } {
  const known: { person: Person; lastMs: number }[] = [];
  return {
    comeAt(startMs) {
      const again = random.chance(RETURNING)
        ? known[Math.floor(known.length * (1 - random.next() ** LATELY))]
        : undefined;
      if (again && startMs - again.lastMs > AWAY_MS) {
        again.lastMs = startMs;
        return again.person;
      }
      const person = makePerson(random);
      known.push({ person, lastMs: startMs });
      return person;
    },
  };
}

const FIRST_NAMES = [
  'ana',
  'ben',
  'chloe',
  'deniz',
  'emil',
  'fatma',
  'grace',
  'hugo',
  'ines',
  'jonas',
  'keiko',
  'liam',
];

function makeUser(random: Random): NonNullable<Person['user']> {
  const id = `${random.pick(FIRST_NAMES)}${random.between(10, 99)}@example.org`;
  return { id, traits: { plan: random.pick(['guest', 'subscriber']) } };
}

/** Where a visit comes from. While a letter is being opened, many come from it. */
export function makeArrival(random: Random, isLetterRead = false): Arrival {
  return isLetterRead && random.chance(LETTER_SHARE) ? LETTER : random.weighted(ARRIVALS);
}

/** Visits an hour gets, relative to the busiest; quiet nights, lively evenings, calmer weekends. `hour` and `weekday` in UTC. */
export function busyness(hour: number, weekday: number): number {
  const day =
    0.12 +
    0.55 * Math.max(0, Math.sin(((hour - 6) / 18) * Math.PI)) +
    0.33 * Math.exp(-((hour - 19.5) ** 2) / 5);
  return day * (weekday === 0 || weekday === 6 ? 0.72 : 1);
}
