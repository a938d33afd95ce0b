// First step: from a batch of the journal to event rows with server times, page ids and element ids.
// Which part of its session an event belongs to is not known yet, see sessionize.ts.

import { EVENT_TYPE_CODES } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';
import type { Json } from '../contract/wire.ts';
import type { JournalBatch, JournalBatches, JournalEvent } from '../journal/record.ts';
import { assert } from '../lib/errors.ts';
import { hash52 } from '../lib/hash.ts';
import { EVENT_FLAGS, type EventRow } from '../storage/port-apply.ts';
import type { StoredJournalEntry } from '../storage/port-journal.ts';
import { BoundedCache } from './bounded-cache.ts';
import { clockCorrection, correctTime } from './correct-clock.ts';
import { elementId } from './element-id.ts';
import { type Fields, numbersField } from './fields.ts';
import { type NormalPage, normalizePage } from './normalize-page.ts';

/** What the events of one request share. */
export type CleanBatch = {
  seq: number;
  projectNo: number;
  receivedAtMs: number;
  batch: JournalBatch;
  /** Beside `batch.pages` and `batch.elements`. */
  pages: NormalPage[];
  elements: number[];
};
export type CleanEvent = {
  /** Its `part` and its bot flag are set by sessionize. */
  row: EventRow;
  clientId: string;
  /** Indexes into the batch's pages and elements, -1 without. */
  pageIndex: number;
  elementIndex: number;
  from: CleanBatch;
};
export type Clean = (entry: StoredJournalEntry) => CleanEvent[];

/** A cleaner with its own bounded memory of addresses. Throws when a body is not a batch it knows. */
export function createCleaner(): Clean {
  const addresses = new BoundedCache<string, NormalPage>(LIMITS.addressEntries);

  const cleanBatch = (entry: StoredJournalEntry, batch: JournalBatch): CleanEvent[] => {
    assert(
      batch.v === 1 && Array.isArray(batch.events),
      `journal entry ${entry.seq} is a batch of version 1`,
    );
    const from: CleanBatch = {
      seq: entry.seq,
      projectNo: entry.projectNo,
      receivedAtMs: entry.receivedAtMs,
      batch,
      pages: batch.pages.map((page) => addresses.of(page.url, normalizePage)),
      elements: batch.elements.map(elementId),
    };
    let last = { clientId: batch.session.id, session: hash52(batch.session.id) };
    const { receivedAtMs } = entry;
    let newestMs = 0;
    for (const { ts } of batch.events) newestMs = Math.max(newestMs, ts);
    const correction = batch.isImport
      ? EXACT
      : clockCorrection({ receivedAtMs, sentAtMs: batch.sentAtMs, newestMs });
    const told = (batch.isServer ? EVENT_FLAGS.server : 0) | (batch.isImport ? EVENT_FLAGS.imported : 0);
    return batch.events.map((event) => {
      const clientId = event.sid ?? batch.session.id;
      if (clientId !== last.clientId) last = { clientId, session: hash52(clientId) };
      const { session } = last;
      const view = batch.views[event.w];
      const elementIndex = event.e ?? -1;
      const time = batch.isImport
        ? { tsMs: event.ts, flags: 0 }
        : correctTime(event.ts, entry.receivedAtMs, correction);
      const row: EventRow = {
        projectNo: entry.projectNo,
        session,
        eventId: event.id,
        part: 0,
        type: knownType(event),
        tsMs: time.tsMs,
        receivedAtMs: entry.receivedAtMs,
        skewMs: correction.skewMs,
        flags: time.flags | (event.cut === true ? EVENT_FLAGS.textCut : 0) | told,
        page: from.pages[event.p]?.page ?? null,
        viewW: view ? Math.round(view[0]) : null,
        viewH: view ? Math.round(view[1]) : null,
        dpr: view ? view[2] : null,
        element: from.elements[elementIndex] ?? null,
        keyId: batch.keyId,
        fields: storedFields(event, from),
      };
      return { row, clientId, pageIndex: event.p, elementIndex, from };
    });
  };

  return (entry) => {
    const body = JSON.parse(entry.body) as JournalBatch | JournalBatches;
    if (body.v !== 2) return cleanBatch(entry, body);
    return body.batches.flatMap((batch) => cleanBatch(entry, { ...batch, v: 1 }));
  };
}

/** A file says when things happened, however long ago. */
const EXACT = { skewMs: 0, shiftMs: 0, latestMs: Number.POSITIVE_INFINITY };

function knownType(event: JournalEvent): EventRow['type'] {
  assert(Object.hasOwn(EVENT_TYPE_CODES, event.type), `"${event.type}" is an event type`);
  return event.type;
}

/** The event's own fields, with everything that pointed into its batch replaced by what it pointed at. */
function storedFields(event: JournalEvent, from: CleanBatch): Fields {
  if (event.type === 'pageview') return pageviewFields(event.f, from.batch.pages[event.p]);
  if (event.type === 'scroll') return scrollFields(event.f, from.elements);
  return event.f;
}

// The full address is kept with the pageview: campaign parameters are no part of a page.
function pageviewFields(fields: Fields, page: JournalBatch['pages'][number] | undefined): Fields {
  if (page === undefined) return fields;
  const kept: Fields = { ...fields, url: page.url };
  if (kept.title === undefined && page.title !== undefined) kept.title = page.title;
  if (kept.referrer === undefined && page.referrer !== undefined) kept.referrer = page.referrer;
  return kept;
}

function scrollFields(fields: Fields, elements: readonly number[]): Fields {
  const { sections } = fields;
  if (!Array.isArray(sections)) return fields;
  const kept: Json[] = [];
  for (const section of sections) {
    const numbers = numbersField({ section }, 'section', 4);
    const element = elements[numbers?.[0] ?? -1];
    if (numbers && element !== undefined) kept.push([element, ...numbers.slice(1)]);
  }
  return { ...fields, sections: kept };
}
