// Turns a batch of waiting events into one request body: what repeats stands once and is referred to by index.

import type { WireEnvelope, WireEvent } from '../../src/contract/wire.ts';
import type { Waiting } from './waiting.ts';

/** What the envelopes of one page load have in common. */
export type Head = Pick<WireEnvelope, 'v' | 'key' | 'sdk' | 'app' | 'device' | 'rate' | 'moveRate' | 'ids'>;

/** Packs events of one session; `sentAt` is renewed at every try, ids and times are not. */
export function packEnvelope(head: Head, batch: readonly Waiting[], sentAt: number): WireEnvelope {
  const pages: string[] = [];
  const views: string[] = [];
  const elements: string[] = [];
  const t0 = (batch[0] as Waiting).event.t;
  const { id, startedAt, lastSeenAt, user, visitorId } = (batch[batch.length - 1] as Waiting).session;
  const events = batch.map(({ event, page, view }) => ({
    ...event,
    t: event.t - t0,
    p: place(pages, page) || undefined,
    v: place(views, view) || undefined,
    e: 'e' in event && event.e ? place(elements, event.e) : undefined,
    sections:
      'sections' in event
        ? event.sections?.map(([el, ...rest]) => [place(elements, el), ...rest])
        : undefined,
  })) as WireEvent[];
  return {
    ...head,
    sentAt,
    session: { id, startedAt, lastSeenAt },
    visitorId,
    user,
    t0,
    pages: parse(pages),
    views: parse(views),
    elements: parse(elements),
    events,
  };
}

/** Index of an item in a list of JSON texts; added when it is new. */
function place(list: string[], item: unknown): number {
  const text = JSON.stringify(item);
  const at = list.indexOf(text);
  return at < 0 ? list.push(text) - 1 : at;
}

function parse<T>(list: string[]): T[] {
  return list.map((text) => JSON.parse(text));
}
