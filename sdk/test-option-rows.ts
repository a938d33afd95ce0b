// What each option changes in what arrives of the visit of options.browser.test.ts. For tests only.

import { decodeVlq } from '../src/contract/vlq.ts';
import type { WireEnvelope, WireEvent } from '../src/contract/wire.ts';

/** What is known of one visit. */
export type Seen = {
  batches: WireEnvelope[];
  events: WireEvent[];
  /** Keys of storages, as they were before the page was left. */
  stored: string[];
  /** Batches that had arrived before the page was left. */
  early: number;
};
/** An option, and what of a visit hangs on it. */
export type Row = {
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
export const VISITS: Record<string, Row[]> = {
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
      option: 'capture.keyboard',
      value: { enabled: true, mode: 'allowlist', allowSelectors: '#code' },
      tell: ({ events }) => events.filter(({ type }) => type === 'keyboard').length,
      usual: 0,
      now: 3,
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
/** Where the options are shown that need a failing server, a second page or a visitor's answer. */
export const ELSEWHERE = {
  projectKey: 'here, all the time',
  endpoint: 'sdk/recipes.browser.test.ts',
  'batch.maxQueueBytes': 'test/browser/tracker-transport.test.ts',
  'batch.storage': 'test/browser/tracker-leaving.test.ts',
  'privacy.respectDoNotTrack': 'test/browser/tracker-visits.test.ts',
  'privacy.respectGpc': 'test/browser/tracker-visits.test.ts',
  'privacy.consent': 'test/browser/tracker-visits.test.ts',
  'capture.replay': 'sdk/replay.browser.test.ts',
};
