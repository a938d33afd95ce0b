// What machine a part is on. One client session told by two device classes, or by a bot and a person, is in parts of
// its own for each, so that a part and its events are of one device; what servers tell is of none and stands beside.

import { DEVICE_CODES } from '../contract/event-types.ts';
import { type AppliedSession, EVENT_FLAGS, type EventRow } from '../storage/port-apply.ts';
import type { CleanEvent } from './clean.ts';
import type { SessionTraits } from './enrich.ts';

/** What the batch of an event says of its machine. */
export type Describe = (event: CleanEvent) => SessionTraits;
/** What only servers told of. */
export const NAMELESS = 0;
const UNKNOWN_DEVICE = 9;
const BOTS = 10;

/** Number of a machine: people before bots, desktops first. Servers' events go with the smallest number of people. */
export function machineOf({ device, isBot }: Pick<SessionTraits, 'device' | 'isBot'>): number {
  return (isBot ? BOTS : 0) + (device === null ? UNKNOWN_DEVICE : DEVICE_CODES[device]);
}

export function machineOfPart(row: AppliedSession): number {
  return row.toldAtMs === null ? NAMELESS : machineOf(row);
}

export function isOfPeople(machine: number): boolean {
  return machine !== NAMELESS && machine < BOTS;
}

/** With which of the machines of a run (see cut-parts.ts) the events of servers go. */
export function machineOfServers(machines: Iterable<number>): number {
  let least = NAMELESS;
  for (const machine of machines)
    if (isOfPeople(machine) && (least === NAMELESS || machine < least)) least = machine;
  return least;
}

/** Servers do not say what machine their visitor is on. */
export function isServers({ flags }: Pick<EventRow, 'flags'>): boolean {
  return (flags & EVENT_FLAGS.server) !== 0;
}

/** The same function, which asks once for neighbouring events of one batch: they tell the same. */
export function rememberBatch(describe: Describe): Describe {
  let last: { from: CleanEvent['from']; traits: SessionTraits } | undefined;
  return (event) => {
    if (last?.from !== event.from) last = { from: event.from, traits: describe(event) };
    return last.traits;
  };
}

/** What was said of a machine, and when. */
export type Told = { atMs: number; traits: SessionTraits };

/** The earlier; of the same millisecond that which is smaller as text. */
export function earlierTold(a: Told, b: Told): Told {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs ? a : b;
  return a.traits === b.traits || textOf(a) <= textOf(b) ? a : b;
}

/** What a part holds of its machine. What only servers told counts from their first event on. */
export function toldOf(row: AppliedSession): Told {
  const { visitor, device, browser, browserVersion, os, userAgent, platform, language, country } = row;
  const { screenW, screenH, appName, appVersion, appEnv, sdk, rate, moveRate, isBot } = row;
  const machine = { visitor, device, browser, browserVersion, os, userAgent, platform, language, country };
  const more = { screenW, screenH, appName, appVersion, appEnv, sdk, rate, moveRate, isBot };
  return { atMs: row.toldAtMs ?? row.startedAtMs, traits: { ...machine, ...more } };
}

/** Every trait in one order, however the object was made. */
function textOf({ traits }: Told): string {
  return JSON.stringify(Object.entries(traits).sort(([a], [b]) => (a < b ? -1 : 1)));
}
