// The door: admits a request, reads and checks its body, puts what is good into the journal, and answers after the
// commit. Knows no HTTP; the route hands it the parts of a request.

import { LIMITS } from '../contract/limits.ts';
import type { IngestAnswer, RejectedEvent } from '../contract/wire.ts';
import type { Journal } from '../journal/journal.ts';
import type { JournalBatch } from '../journal/record.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { FullSessions } from '../lib/full-sessions.ts';
import type { Log } from '../lib/log.ts';
import type { OutgoingRules } from '../lib/outgoing.ts';
import { createProjectCounts, type ProjectCounts } from '../lib/project-counts.ts';
import { createTokenBuckets, type NamedRate } from '../lib/token-bucket.ts';
import {
  type Admission,
  createAdmitter,
  credentialOf,
  type IngestRates,
  tokenOf,
  type UseApiKey,
} from './admit.ts';
import { asEnvelope, checkBatch } from './check/check.ts';
import type { Raw } from './check/finding.ts';
import { type HintHeaders, readClientHints } from './client-hints.ts';
import { type Imported, type ImportRequest, importEvents } from './import.ts';
import { createKeySets } from './key-sets.ts';
import { createProjectKeys, type KnownProject } from './project-keys.ts';
import { readBody } from './read-body.ts';
import { createRefusals, type Refusals } from './refusals.ts';
import type { SaltKeeper } from './salt.ts';
import { firstLanguage, pageHost, sourceOrigin } from './sender.ts';
import { type Tracked, type TrackRequest, trackEvents } from './track.ts';
import { visitorOf } from './visitor.ts';
import { createTokenReader } from './visitor-token.ts';
import { withoutNames } from './without-names.ts';

/** The parts of a request that matter here, as the headers gave them; null when absent. */
export type IngestRequest = {
  requestId: string;
  body: Uint8Array;
  contentEncoding: string | null;
  /** Write key from `x-project-key` and from `?key=`. */
  headerKey: string | null;
  queryKey: string | null;
  bearer: string | null;
  origin: string | null;
  /** Stands in for an origin that is not named. */
  referer?: string | null;
  /** Told of each bucket that the request takes from. */
  onRate?: (rate: NamedRate) => void;
  userAgent: string | null;
  acceptLanguage: string | null;
  hints?: HintHeaders;
  /** The client's address. It is hashed and forgotten. */
  address: string | null;
  /** Two letters from a trusted source. */
  country: string | null;
  /** The browser sent DNT: 1 or Sec-GPC: 1. */
  optOut: boolean;
  /** A page that reads the answer: neither a beacon nor a program. */
  isHeard?: boolean;
};

export type IngestStats = {
  batches: number;
  accepted: number;
  optedOut: number;
  /** Refused requests by code. */
  refused: Record<string, number>;
};

export type Ingest = {
  /**
   * Answers once the accepted events are on disk. Batches of browsers that opt out are accepted and not stored.
   * Throws HeatError: unauthorized, forbidden, rate_limited, unsupported, too_large, invalid (also when every event
   * was rejected), unavailable.
   */
  handle: (request: IngestRequest) => Promise<IngestAnswer>;
  /**
   * Lets in a request of a page that brings no events, by address, key (of headers or address), origin and rates. Throws
   * as handle() does, and counts the refusal.
   */
  admit: (
    request: Pick<
      IngestRequest,
      'address' | 'headerKey' | 'queryKey' | 'bearer' | 'origin' | 'referer' | 'onRate'
    >,
  ) => Promise<KnownProject>;
  /** Stores what a server tells; the same promise. Throws also the code of a single event's fault as `invalid`. */
  track: (request: TrackRequest) => Promise<Tracked>;
  /** Stores lines of an import; the same promise. One bad line costs only itself, also when all are bad. */
  importLines: (request: ImportRequest) => Promise<Imported>;
  stats: () => IngestStats;
  refusals: Pick<Refusals, 'of' | 'recent' | 'totals'>;
  /** Bad events, of batches that were refused for them and of others. */
  rejected: Pick<ProjectCounts, 'ofDay' | 'totals'>;
};

export type IngestDeps = {
  catalog: Parameters<typeof createProjectKeys>[0];
  journal: Pick<Journal, 'append' | 'stats'>;
  clock: Clock;
  salt: SaltKeeper;
  useApiKey: UseApiKey;
  limits?: IngestRates;
  /** Sessions that take no more events of browsers. */
  full: Pick<FullSessions, 'has'>;
  /** Where public keys of sites' sign-ins may be asked for; the open internet when left out. */
  rules?: OutgoingRules;
  /** Told of refusals, so that a forgotten origin is noticed. */
  log?: Log;
};

export function createIngest(deps: IngestDeps): Ingest {
  const { journal, clock, salt } = deps;
  const rates = deps.limits ?? {
    perKeyPerSecond: LIMITS.ingestPerKeyPerSecond,
    perAddressPerSecond: LIMITS.ingestPerAddressPerSecond,
  };
  const keys = createProjectKeys(deps.catalog, clock);
  const admitter = createAdmitter({ keys, useApiKey: deps.useApiKey, clock, rates });
  const rules = deps.rules ?? { allowedHosts: [] };
  const tokens = createTokenReader({ clock, keySets: createKeySets({ clock, rules, log: deps.log }) });
  const counts = { batches: 0, accepted: 0, optedOut: 0 };
  const rejects = createProjectCounts(clock);
  const refused = new Map<string, number>();

  const refusals = createRefusals({ clock, log: deps.log });
  const hints = createTokenBuckets({
    perSecond: LIMITS.maskedHintsPerMinute / 60,
    burst: 1,
    entries: LIMITS.projects,
    monotonicMs: clock.monotonicMs,
  });
  /** Whether a page is asked to look if a masked snapshot of it is wanted: few of a project's are. */
  const mayAsk = ({ settings, no }: KnownProject) =>
    settings.visitorSnapshots && settings.visitorTokens.mode !== 'jwt' && hints.take(no) === 0;

  const take = async (
    request: IngestRequest,
    onProject: (project: KnownProject) => void,
  ): Promise<IngestAnswer> => {
    admitter.admitAddress(request.address, request.onRate);
    const from = { ...fromOf(request), address: request.address };
    const named = credentialOf(request);
    const early = named && (await admitter.admitKey(named, from, onProject));
    if (early && request.optOut) return optedOut(request, early);
    // Who shows a bad token is not read further.
    const headerToken = tokenOf(request.bearer);
    const earlyUser = early && headerToken !== null ? await userOf(early, headerToken) : null;
    const read = () => asEnvelope(readBody(request.body, request.contentEncoding));
    let body: Raw | null = read();
    const admission = early ?? (await admitter.admitKey(bodyKey(body), from, onProject));
    if (request.optOut) return optedOut(request, admission);
    // Some kilobytes can be many megabytes once they are read: nobody waits for an issuer with those in hand.
    const letGo = () => {
      body = null;
    };
    const userId = earlyUser ?? (await userOf(admission, headerToken ?? bodyToken(body), letGo));
    return store(request, { ...admission, userId }, body ?? read());
  };

  const store = async (
    request: IngestRequest,
    { project, keyId, isApiKey, userId }: Admission & { userId: string | null },
    body: Raw,
  ): Promise<IngestAnswer> => {
    const { batch, visitorId, rejected } = checkBatch(body, {
      userAgent: request.userAgent,
      hints: request.hints ? readClientHints(request.hints) : null,
      language: firstLanguage(request.acceptLanguage),
      host: pageHost(request.origin, request.referer ?? null),
    });
    rejects.add({ projectNo: project.no, events: rejected.length });
    if (batch.events.length === 0) throw nothingAccepted(rejected);
    const isFull = !isApiKey && deps.full.has({ projectNo: project.no, session: batch.session.id });
    if (isFull) throw fullSession();
    const { address, userAgent } = request;
    const visitor = visitorOf(visitorId, { projectNo: project.no, address, userAgent }, salt);
    const user = userId === null ? batch.user : namedUser(userId, batch.user);
    const named = { ...batch, user, keyId, visitor, country: request.country };
    const record: JournalBatch = project.settings.aggregateOnly ? withoutNames(named) : named;
    await journal.append({
      projectNo: project.no,
      receivedAtMs: clock.nowMs(),
      eventCount: batch.events.length,
      body: JSON.stringify(record),
    });
    counts.batches += 1;
    counts.accepted += batch.events.length;
    return {
      ok: true,
      requestId: request.requestId,
      projectId: project.id,
      sessionId: batch.session.id,
      accepted: batch.events.length,
      rejected,
      ...(request.isHeard && mayAsk(project) ? { part: 'masked' as const } : {}),
    };
  };

  /** The visitor's user by a token of the site's sign-in. A server proved itself with its API key. */
  const userOf = (
    { project, isApiKey }: Admission,
    token: string | null,
    onWait?: () => void,
  ): Promise<string | null> =>
    isApiKey ? Promise.resolve(null) : tokens.userOf(project.settings.visitorTokens, token, onWait);

  const optedOut = (request: IngestRequest, { project }: Admission): IngestAnswer => {
    counts.optedOut += 1;
    const { requestId } = request;
    return { ok: true, requestId, projectId: project.id, sessionId: '', accepted: 0, rejected: [] };
  };

  /** Lets in whose key was checked before, and tells the settings of its project. */
  const admitSender = async (
    request: TrackRequest | ImportRequest,
    onProject: (project: KnownProject) => void,
  ): Promise<KnownProject['settings']> => {
    admitter.admitAddress(request.address, request.onRate);
    const project = await admitter.admitSender(request, fromOf(request));
    onProject(project);
    return project.settings;
  };

  const track = async (
    request: TrackRequest,
    onProject: (project: KnownProject) => void,
  ): Promise<Tracked> => {
    const { aggregateOnly: isNameless } = await admitSender(request, onProject);
    const tracked = await trackEvents({ journal, clock }, { ...request, isNameless });
    counts.batches += 1;
    counts.accepted += tracked.accepted;
    rejects.add({ projectNo: request.projectNo, events: tracked.rejected });
    return tracked;
  };

  const importLines = async (
    request: ImportRequest,
    onProject: (project: KnownProject) => void,
  ): Promise<Imported> => {
    const { eventDays, aggregateOnly: isNameless } = await admitSender(request, onProject);
    const imported = await importEvents({ journal, clock }, request, { eventDays, isNameless });
    if (request.isDryRun) return imported;
    counts.batches += 1;
    counts.accepted += imported.accepted;
    rejects.add({ projectNo: request.projectNo, events: imported.rejected.length });
    return imported;
  };

  /** Runs `work` and counts its refusal, under the project that it told of. */
  const counted = async <T>(
    origin: string | null,
    work: (onProject: (project: KnownProject) => void) => Promise<T>,
  ): Promise<T> => {
    let project: KnownProject | null = null;
    try {
      return await work((known) => {
        project = known;
      });
    } catch (error) {
      if (error instanceof HeatError) refusals.note({ project, error, origin });
      const code = error instanceof HeatError ? error.faultCode : 'internal';
      refused.set(code, (refused.get(code) ?? 0) + 1);
      throw error;
    }
  };

  return {
    handle: (request) => counted(fromOf(request).origin, (onProject) => take(request, onProject)),
    admit: (request) =>
      counted(fromOf(request).origin, async (onProject) => {
        admitter.admitAddress(request.address, request.onRate);
        const from = { ...fromOf(request), address: request.address };
        const admission = await admitter.admitKey(credentialOf(request), from, onProject);
        await userOf(admission, tokenOf(request.bearer));
        return admission.project;
      }),
    track: (request) => counted(request.origin, (onProject) => track(request, onProject)),
    importLines: (request) => counted(request.origin, (onProject) => importLines(request, onProject)),
    stats: () => ({ ...counts, refused: Object.fromEntries(refused) }),
    refusals,
    rejected: rejects,
  };
}

const fromOf = ({ origin, referer, onRate }: Pick<IngestRequest, 'origin' | 'referer' | 'onRate'>) => ({
  origin: sourceOrigin(origin, referer ?? null),
  onRate,
});

/** What the body says of another user than the token's is nobody's word. */
function namedUser(id: string, told: JournalBatch['user']): JournalBatch['user'] {
  return { id, traits: told?.id === id ? told.traits : null };
}

function bodyToken(body: Raw): string | null {
  return typeof body.token === 'string' && body.token !== '' ? body.token : null;
}

function bodyKey(body: Raw): { writeKey: string } | null {
  return typeof body.key === 'string' && body.key !== '' ? { writeKey: body.key } : null;
}

function fullSession(): HeatError {
  return new HeatError({
    kind: 'too_large',
    code: 'session_full',
    message: `Cannot accept the batch: its session has ${LIMITS.sessionEvents} events, which is all that one may have; nothing was stored`,
  });
}

function nothingAccepted(rejected: readonly RejectedEvent[]): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'no_valid_events',
    message: 'Cannot accept the batch: none of its events is in order; nothing was stored',
    details: { rejected: rejected.slice(0, LIMITS.rejectedShown) },
  });
}
