// Imports' side of the door: lines of a file that whoever administers the project hands in. Same limits, same journal,
// same answer after the commit; their times are kept as they are.

import type { ImportAnswer } from '../contract/import-line.ts';
import { LIMITS } from '../contract/limits.ts';
import { agedBeforeMs } from '../contract/project-settings.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { NamedRate } from '../lib/token-bucket.ts';
import { listedEvents } from './check/events.ts';
import { type ImportedEvent, readImported } from './check/import.ts';
import { importedBatches } from './check/import-batches.ts';
import { journalBatches } from './journal-batches.ts';
import { readBody } from './read-body.ts';

/** The parts of a request that matter here. */
export type ImportRequest = {
  /** Of whose project, checked before. */
  projectNo: number;
  keyId: string;
  /** `{events: […]}` or a list, of the lines of contract/import-line.ts. */
  body: Uint8Array;
  contentEncoding: string | null;
  origin: string | null;
  address: string | null;
  /** Told of each bucket that the request takes from. */
  onRate?: (rate: NamedRate) => void;
  /** Only checks: nothing is stored. */
  isDryRun: boolean;
};
/** What the project's settings say: for how many days events are kept (0: for ever), and whether it keeps to sums. */
export type ImportRules = { eventDays: number; isNameless: boolean };
export type Imported = Omit<ImportAnswer, 'ok' | 'requestId' | 'projectId'>;

type ImportDeps = {
  journal: Pick<Journal, 'append' | 'stats'>;
  clock: Clock;
  sleep?: (ms: number) => Promise<void>;
};

/** Throws `invalid` (bad_body, bad_envelope), `too_large`, `unsupported`, `unavailable`; then nothing was stored. */
export async function importEvents(
  { journal, clock, sleep = Bun.sleep }: ImportDeps,
  request: Pick<ImportRequest, 'projectNo' | 'keyId' | 'body' | 'contentEncoding' | 'isDryRun'>,
  rules: ImportRules,
): Promise<Imported> {
  const list = listedEvents(readBody(request.body, request.contentEncoding));
  const nowMs = clock.nowMs();
  const { events, rejected } = readImported(list, {
    oldestMs: rules.eventDays === 0 ? 0 : agedBeforeMs(rules.eventDays, nowMs),
    newestMs: nowMs + LIMITS.futureMs,
  });
  if (events.length > 0 && !request.isDryRun) {
    await untilRoom(journal, sleep);
    const batches = importedBatches(events, request.keyId);
    const { projectNo } = request;
    await journalBatches(journal, batches, { projectNo, receivedAtMs: nowMs, isNameless: rules.isNameless });
  }
  return { ...summaryOf(events), rejected };
}

/** Keeps an import from filling the journal: browsers go first, and see their events in reports as soon as ever. */
async function untilRoom(
  journal: ImportDeps['journal'],
  sleep: (ms: number) => Promise<void>,
): Promise<void> {
  for (let look = 0; journal.stats().lagBytes > LIMITS.importLagBytes; look += 1) {
    if (look >= LIMITS.importLooks) {
      throw new HeatError({
        kind: 'unavailable',
        code: 'overloaded',
        message: 'Cannot import now: too much is waiting to be applied',
        retryAfterSeconds: LIMITS.retryAfterSeconds,
      });
    }
    await sleep(LIMITS.importLookMs);
  }
}

function summaryOf(events: readonly ImportedEvent[]): Omit<Imported, 'rejected'> {
  const types: Imported['types'] = {};
  const hosts = new Map<string, number>();
  const hostOf = createHostReader();
  let [firstAtMs, lastAtMs, nameless] = [Number.POSITIVE_INFINITY, 0, 0];
  for (const { event, page, isNameless } of events) {
    types[event.type] = (types[event.type] ?? 0) + 1;
    firstAtMs = Math.min(firstAtMs, event.ts);
    lastAtMs = Math.max(lastAtMs, event.ts);
    if (isNameless) nameless += 1;
    if (page === null) continue;
    const host = hostOf(page.url);
    hosts.set(host, (hosts.get(host) ?? 0) + 1);
  }
  const times = events.length === 0 ? { firstAtMs: null, lastAtMs: null } : { firstAtMs, lastAtMs };
  return { accepted: events.length, types, ...times, nameless, hosts: [...hosts] };
}

const SITE = /^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#\\]*/i;

/** The host that the pages of an address will have, '' without one. Each site's beginning is read once. */
function createHostReader(): (url: string) => string {
  const known = new Map<string, string>();
  return (url) => {
    const site = SITE.exec(url)?.[0];
    if (site === undefined) return '';
    const host = known.get(site) ?? URL.parse(site, 'http://localhost')?.host.toLowerCase() ?? '';
    known.set(site, host);
    return host;
  };
}
