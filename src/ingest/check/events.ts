// Reads the list of events in either form. One bad event costs only itself.

import { LIMITS } from '../../contract/limits.ts';
import type { RejectedEvent } from '../../contract/wire.ts';
import type { JournalEvent } from '../../journal/record.ts';
import { HeatError } from '../../lib/errors.ts';
import { sha256Hex } from '../../lib/hash.ts';
import { badEnvelope } from './envelope.ts';
import { type Finding, isRaw, type Raw, refuse, resetFinding } from './finding.ts';
import type { Form } from './form.ts';
import { props } from './props.ts';
import { readFields } from './shape.ts';

export type ReadEvents = { events: JournalEvent[]; rejected: RejectedEvent[] };

/** Of a body that is `{events: […]}`, or the list itself. Throws as eventList() does. */
export function listedEvents(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return eventList({ events: body });
  if (!isRaw(body)) throw badEnvelope('body', 'must be an object with a list of events');
  return eventList(body);
}

/** Throws `bad_envelope` unless there is a list with at least one event, `too_large` when there are too many. */
export function eventList(body: Raw): readonly unknown[] {
  const { events } = body;
  if (!Array.isArray(events)) throw badEnvelope('events', 'must be a list');
  if (events.length === 0) throw badEnvelope('events', 'must hold at least one event');
  if (events.length > LIMITS.batchEvents) {
    throw new HeatError({
      kind: 'too_large',
      code: 'too_many_events',
      message: `Cannot accept the batch: it holds more than ${LIMITS.batchEvents} events; nothing was stored`,
      details: { most: LIMITS.batchEvents },
    });
  }
  return events;
}

/** Events that are in order, and why the others are not. `sessionId` is the batch's, for derived ids. */
export function readEvents(
  list: readonly unknown[],
  form: Form,
  context: { sessionId: string; finding: Finding },
): ReadEvents {
  const { finding } = context;
  const events: JournalEvent[] = [];
  const rejected: RejectedEvent[] = [];
  for (let index = 0; index < list.length; index += 1) {
    resetFinding(finding);
    const event = readEvent(list[index], form, context);
    if (event !== null && finding.code === null) events.push(event);
    else rejected.push({ index, code: finding.code ?? 'bad_field', message: finding.message });
  }
  return { events, rejected };
}

function readEvent(
  raw: unknown,
  form: Form,
  context: { sessionId: string; finding: Finding },
): JournalEvent | null {
  const { finding } = context;
  if (!isRaw(raw)) {
    refuse(finding, 'not_an_object', 'An event must be an object');
    return null;
  }
  const typed = typeof raw.type === 'string' ? form.shapes.get(raw.type) : undefined;
  if (typed === undefined) {
    refuse(finding, 'bad_type', 'Field "type" names no known type of event');
    return null;
  }
  const event: JournalEvent = { id: '', type: typed.type, ts: 0, p: -1, w: -1, f: finding.fields };
  form.place(raw, event);
  if (finding.code !== null) return null;
  readFields(raw, typed.shape, finding);
  if (raw.meta !== undefined) {
    const meta = props(raw.meta, 'meta', finding);
    if (meta !== undefined) finding.fields.meta = meta;
  }
  if (finding.code !== null) return null;
  form.settle(event);
  if (finding.isCut) event.cut = true;
  if (event.id === '') event.id = derivedId(event, form, context);
  return event;
}

/** The same event sent again gets the same id, in whatever batch it comes. */
function derivedId(
  event: JournalEvent,
  form: Form,
  { sessionId, finding }: { sessionId: string; finding: Finding },
): string {
  const page = form.pages[event.p]?.url ?? '';
  const element = event.e === undefined ? null : (finding.elements.items[event.e] ?? null);
  const content = [event.sid ?? sessionId, event.ts, event.type, page, element, event.f];
  return `h_${sha256Hex(JSON.stringify(content)).slice(0, 32)}`;
}
