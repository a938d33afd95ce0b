// Runs the steps over one slice of the journal: which events are new, where they belong, what they change.
// Reads through `Lookups`, writes nothing.

import { LIMITS } from '../contract/limits.ts';
import type { FullSession } from '../lib/full-sessions.ts';
import type { ProjectCount } from '../lib/project-counts.ts';
import type {
  AppliedSession,
  AppliedSlice,
  EventKey,
  EventRow,
  SessionKey,
  SetAsideBatch,
} from '../storage/port-apply.ts';
import type { StoredJournalEntry } from '../storage/port-journal.ts';
import { type KindRows, UNSEEN_VIEW } from '../storage/port-kinds.ts';
import type { GonePart, MergedPart, MovedEvent } from '../storage/port-sessions.ts';
import { type Clean, type CleanEvent, createCleaner } from './clean.ts';
import { cutParts } from './cut-parts.ts';
import { derive } from './derive.ts';
import { deriveRests } from './derive-rests.ts';
import { deriveViews, type ViewLookups } from './derive-views.ts';
import { enrich } from './enrich.ts';
import type { Late } from './forgotten.ts';
import { createImportCount, type ImportShare } from './import-outcomes.ts';
import { createAgentParser, type ParseAgent } from './parse-agent.ts';
import type { Describe } from './session-machine.ts';
import { touchedParts } from './session-runs.ts';
import { type Sessionized, type SessionizedEvent, sessionize } from './sessionize.ts';

/** The steps that remember what they parsed; one for each applier. */
export type Steps = { clean: Clean; parseAgent: ParseAgent };
export type Lookups = {
  /** A time that no stored part of each session began before, in the same order; null for one without a part. */
  sinceMs(keys: readonly SessionKey[]): Promise<(number | null)[]>;
  /** All stored parts of each session, in the same order as the keys. */
  parts(keys: readonly SessionKey[]): Promise<AppliedSession[][]>;
  known(keys: readonly EventKey[], sinceMs: readonly number[]): Promise<boolean[]>;
  /** Why an event comes too late: who did it was forgotten since, or its session purged. Null when it does not. */
  whyLate?(event: CleanEvent): Late | null;
  /** All stored events of those parts. */
  events(key: SessionKey, parts: readonly number[]): Promise<EventRow[]>;
} & ViewLookups;
export type BuiltSlice = {
  slice: AppliedSlice;
  /** Events that were stored before or stood in the slice twice; projects without any are left out. */
  duplicates: ProjectCount[];
  /** Events that came too late, of somebody who was forgotten. */
  dropped: number;
  /** What became of imported events. */
  imports: ImportShare[];
  /** Sessions that this slice filled, or that were full before: LIMITS.sessionEvents. */
  full: FullSession[];
  /** The new events with their sessions. */
  events: SessionizedEvent[];
  /** All parts of every session with new events, as they will be after the commit; null for more than LIMITS.hotParts. */
  touched: { key: SessionKey; parts: AppliedSession[] | null }[];
};

type SessionWork = {
  key: SessionKey;
  /** By event id; the first of a repeated one counts. */
  events: Map<string, CleanEvent>;
};

export function createSteps(): Steps {
  return { clean: createCleaner(), parseAgent: createAgentParser() };
}

/** Turns journal entries (in order, at least one) into one slice. A body that cannot be read is set aside whole. */
export async function buildSlice(
  journalId: string,
  entries: readonly StoredJournalEntry[],
  tools: Steps & Lookups,
): Promise<BuiltSlice> {
  const setAside: SetAsideBatch[] = [];
  const work = new Map<string, SessionWork>();
  const repeated = new Map<number, number>();
  const repeat = (projectNo: number, events: number): void => {
    if (events > 0) repeated.set(projectNo, (repeated.get(projectNo) ?? 0) + events);
  };
  let dropped = 0;
  const imports = createImportCount();
  for (const entry of entries) {
    try {
      const { whyLate = () => null } = tools;
      const sent = tools.clean(entry);
      const late: CleanEvent[] = [];
      const events = sent.filter((event) => {
        const why = whyLate(event);
        if (why !== null) late.push(event);
        if (why === 'forgotten') dropped += 1;
        return why === null;
      });
      imports.came(sent);
      imports.forgotten(late);
      repeat(entry.projectNo, gather(work, events));
    } catch (error) {
      setAside.push({ ...entry, reason: reasonOf(error) });
    }
  }

  const sessions = [...work.values()];
  const sinceMs = await tools.sinceMs(sessions.map(({ key }) => key));
  await removeKnown(sessions, sinceMs, { ...tools, repeat });
  const old = new Set(sessions.filter((_, index) => sinceMs[index] !== null).map(({ key }) => nameOf(key)));
  const changing = sessions.filter(({ events }) => events.size > 0);

  const events: EventRow[] = [];
  const sessionized: SessionizedEvent[] = [];
  const changed: AppliedSession[] = [];
  const merged: MergedPart[] = [];
  const moved: MovedEvent[] = [];
  const gone: GonePart[] = [];
  const touched: BuiltSlice['touched'] = [];
  const full: FullSession[] = [];
  for await (const { key, parts, events: fresh } of withParts(changing, old, tools)) {
    const given = { key, parts, events: [...fresh.values()] };
    const describe = ({ from }: CleanEvent) => enrich(from.batch, tools.parseAgent);
    const result = sessionize(given.parts, given.events, describe) ?? (await cutAnew(given, describe, tools));
    changed.push(...result.changed);
    merged.push(...result.merged);
    moved.push(...result.moved);
    gone.push(...result.gone.map((part) => ({ ...key, part })));
    const sent = given.events[0]?.from.batch.session.id;
    if (sent !== undefined && result.changed.some((part) => part.events >= LIMITS.sessionEvents))
      full.push({ projectNo: key.projectNo, session: sent });
    touched.push({ key, parts: result.parts.length > LIMITS.hotParts ? null : result.parts });
    for (const event of result.events) {
      events.push(event.row);
      sessionized.push(event);
    }
  }
  const toSeq = entries.at(-1)?.seq ?? 0;
  const kinds = await deriveKinds(sessionized, renumbered(ofStored(tools, old), merged));
  const derived = { ...derive(sessionized), kinds };
  const slice = { journalId, toSeq, events, sessions: changed, merged, moved, gone, ...derived, setAside };
  imports.stored(sessionized);
  const duplicates = [...repeated].map(([projectNo, count]) => ({ projectNo, events: count }));
  return { slice, duplicates, dropped, imports: imports.shares(), full, events: sessionized, touched };
}

/** With the stored events of all runs that the new ones are of or join. */
async function cutAnew(
  { key, parts, events }: { key: SessionKey; parts: AppliedSession[]; events: CleanEvent[] },
  describe: Describe,
  lookups: Pick<Lookups, 'events'>,
): Promise<Sessionized> {
  const times = events.map(({ row }) => row.tsMs);
  const touched = touchedParts(parts, times).map(({ part }) => part);
  return cutParts(parts, events, { describe, stored: await lookups.events(key, touched) });
}

async function deriveKinds(events: readonly SessionizedEvent[], lookups: ViewLookups): Promise<KindRows> {
  const rests = deriveRests();
  for (const event of events) rests.add(event);
  return { ...(await deriveViews(events, lookups)), rests: rests.rows, restBins: rests.bins() };
}

/** The same look-ups, which ask for views of sessions that have a stored part: others have none. */
function ofStored({ views, scrolls }: ViewLookups, stored: ReadonlySet<string>): ViewLookups {
  return {
    scrolls,
    async views(groups) {
      const isKnown = groups.map((group) => stored.has(nameOf(group)));
      const asked = groups.filter((_, index) => isKnown[index]);
      const found = asked.length === 0 ? [] : await views(asked);
      let next = 0;
      return isKnown.map((one) => (one ? (found[next++] ?? []) : []));
    },
  };
}

/** The same look-ups, with views in the parts that this slice moves them to. */
function renumbered(lookups: ViewLookups, merged: readonly MergedPart[]): ViewLookups {
  if (merged.length === 0) return lookups;
  const partName = ({ part, ...key }: SessionKey & { part: number }) => `${nameOf(key)}/${part}`;
  const parts = new Map(merged.map(({ from, to, ...key }) => [partName({ ...key, part: from }), to]));
  return {
    scrolls: lookups.scrolls,
    async views(groups) {
      const found = await lookups.views(groups);
      return found.map((views) =>
        views.map((view) =>
          view.eventId === UNSEEN_VIEW.eventId
            ? view
            : { ...view, part: parts.get(partName(view)) ?? view.part },
        ),
      );
    },
  };
}

/** A slice that only moves past one entry and keeps it for when the fault is mended. */
export function setAsideSlice(journalId: string, entry: StoredJournalEntry, error: unknown): AppliedSlice {
  return {
    journalId,
    toSeq: entry.seq,
    events: [],
    sessions: [],
    ...derive([]),
    setAside: [{ ...entry, reason: reasonOf(error) }],
  };
}

/** Sorts events under their sessions; answers how many stood there already. */
function gather(work: Map<string, SessionWork>, events: readonly CleanEvent[]): number {
  let repeated = 0;
  let session: SessionWork | undefined;
  for (const event of events) {
    const { projectNo, session: id, eventId } = event.row;
    if (session?.key.session !== id) session = sessionWork(work, { projectNo, session: id });
    if (session.events.has(eventId)) repeated += 1;
    else session.events.set(eventId, event);
  }
  return repeated;
}

function sessionWork(work: Map<string, SessionWork>, key: SessionKey): SessionWork {
  const name = nameOf(key);
  let session = work.get(name);
  if (session === undefined) {
    session = { key, events: new Map() };
    work.set(name, session);
  }
  return session;
}

function nameOf({ projectNo, session }: SessionKey): string {
  return `${projectNo}/${session}`;
}

/**
 * Takes out what is stored already, and tells of it. A session without a stored part has no stored event, so it is not
 * asked for.
 */
async function removeKnown(
  sessions: readonly SessionWork[],
  since: readonly (number | null)[],
  { known, repeat }: Pick<Lookups, 'known'> & { repeat: (projectNo: number, events: number) => void },
): Promise<void> {
  const asked: { session: SessionWork; row: EventRow; sinceMs: number }[] = [];
  for (const [index, session] of sessions.entries()) {
    const sinceMs = since[index] ?? null;
    if (sinceMs === null) continue;
    for (const { row } of session.events.values()) asked.push({ session, row, sinceMs });
  }
  if (asked.length === 0) return;
  const found = await known(
    asked.map(({ row }) => row),
    asked.map(({ sinceMs }) => sinceMs),
  );
  for (const [index, isKnown] of found.entries()) {
    if (!isKnown) continue;
    const { session, row } = asked[index]!;
    session.events.delete(row.eventId);
    repeat(row.projectNo, 1);
  }
}

/** Each session with its stored parts, of which those of a few are in memory at once: some have hundreds. */
async function* withParts(
  sessions: readonly SessionWork[],
  old: ReadonlySet<string>,
  { parts }: Pick<Lookups, 'parts'>,
): AsyncGenerator<SessionWork & { parts: AppliedSession[] }> {
  for (let at = 0; at < sessions.length; at += LIMITS.sessionsAtOnce) {
    const some = sessions.slice(at, at + LIMITS.sessionsAtOnce);
    const asked = some.filter(({ key }) => old.has(nameOf(key)));
    const found = asked.length === 0 ? [] : await parts(asked.map(({ key }) => key));
    const byWork = new Map(asked.map((work, index) => [work, found[index] ?? []]));
    for (const work of some) yield { ...work, parts: byWork.get(work) ?? [] };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
