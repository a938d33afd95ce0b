// Everything that is stored of one person, as JSON or NDJSON, a piece at a time: sessions with all their columns, their
// events, and their recordings. The form is described in docs/personal-data.md.

import { LIMITS } from '../contract/limits.ts';
import type { Subject } from '../contract/personal-data.ts';
import { writeSessionId } from '../contract/session-id.ts';
import type { EventDetail, QueryOptions, ReportStore } from '../storage/port.ts';
import type { SessionRow } from '../storage/port-apply.ts';

export const PERSON_FORMATS = ['json', 'ndjson'] as const;
export type PersonFormat = (typeof PERSON_FORMATS)[number];

/** JSON of a ReplayChunksAnswer about one session, as the room of recordings reads it. */
export type ReadChunks = (
  projectNo: number,
  question: { sessionId: string; fromMs: number; toMs: number; cursor: string | null },
) => Promise<string>;
export type PersonArgs = {
  projectNo: number;
  /** The id by which the project goes. */
  project: string;
  subject: Subject;
  nowMs: number;
  format: PersonFormat;
};
type Deps = { store: ReportStore; readChunks: ReadChunks };
type Item = {
  type: 'session' | 'event' | 'recording' | 'naming-event' | 'kept-batch';
  [name: string]: unknown;
};

/** NDJSON: a line of `type: "person"`, then one for each item, which says its type. JSON: that object with the list `items`. */
export async function* exportPerson(
  deps: Deps,
  args: PersonArgs,
  options: QueryOptions = {},
): AsyncGenerator<string, void, void> {
  const { projectNo, project, subject, nowMs, format } = args;
  const asked = { projectNo, ...subject };
  const summary = await deps.store.subjectSummary(asked, options);
  const head = { version: 1, project, ...{ [subject.kind]: subject.id }, exportedAtMs: nowMs, summary };
  if (format === 'ndjson') {
    yield `${JSON.stringify({ type: 'person', ...head })}\n`;
    for await (const item of items(deps, args, options)) yield `${JSON.stringify(item)}\n`;
    return;
  }
  yield `${JSON.stringify(head).slice(0, -1)},"items":[`;
  let isFirst = true;
  for await (const item of items(deps, args, options)) {
    yield `${isFirst ? '' : ','}\n${JSON.stringify(item)}`;
    isFirst = false;
  }
  yield '\n]}\n';
}

async function* items(deps: Deps, args: PersonArgs, options: QueryOptions): AsyncGenerator<Item, void, void> {
  const { store } = deps;
  const asked = { projectNo: args.projectNo, ...args.subject };
  let after: { session: number; part: number } | null = null;
  do {
    const rows: SessionRow[] = await store.subjectSessions(
      { ...asked, after, limit: LIMITS.personSessions },
      options,
    );
    for (const row of rows) yield* sessionItems(deps, row, options);
    after = rows.length < LIMITS.personSessions ? null : (rows.at(-1) ?? null);
  } while (after !== null);
  for (const { session, part, ...value } of await store.namingEvents(asked, options))
    yield { type: 'naming-event', sessionId: writeSessionId({ session, part }), ...value };
  for (const value of await store.keptBatches(asked, options)) yield { type: 'kept-batch', ...value };
}

async function* sessionItems(
  { store, readChunks }: Deps,
  row: SessionRow,
  options: QueryOptions,
): AsyncGenerator<Item, void, void> {
  const { projectNo, session, part, clientId: clientSessionId, ...facts } = row;
  const id = writeSessionId(row);
  yield { type: 'session', id, clientSessionId, ...facts };
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<ReportStore['journey']>> = await store.journey(
      { projectNo, session, part, limit: LIMITS.journeyEvents, cursor },
      options,
    );
    for (const event of page.events) yield { type: 'event', sessionId: id, ...eventFacts(event) };
    cursor = page.nextCursor;
  } while (cursor !== null);
  let next: string | null = null;
  do {
    const span = {
      // Half of what lies between two parts at least: no chunk comes with both.
      fromMs: row.startedAtMs - LIMITS.sessionIdleMs / 2,
      toMs: row.endedAtMs + LIMITS.sessionIdleMs / 2,
    };
    const text: string = await readChunks(projectNo, { sessionId: id, ...span, cursor: next });
    const answer = JSON.parse(text) as { chunks: object[]; nextCursor: string | null };
    for (const chunk of answer.chunks) yield { type: 'recording', sessionId: id, ...chunk };
    next = answer.nextCursor;
  } while (next !== null);
}

/** Without what is known of its page and its element now: others may have seen them since. */
function eventFacts(event: EventDetail): object {
  const { projectNo: _, session: __, part: ___, title: ____, descriptor: _____, type, ...facts } = event;
  return { eventType: type, ...facts };
}
