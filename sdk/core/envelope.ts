// Turns a batch of waiting events into one request body: what repeats stands once and is referred to by index.

import type { RawDescriptor } from '../../src/contract/element.ts';
import type { Section, Waiting } from './waiting.ts';

/** The body for events of one group; a visitor's token and `sentAt` are those of every try, ids and times are not. */
export function packEnvelope(batch: readonly Waiting[], token?: string, sentAt = Date.now()): string {
  const elements: string[] = [];
  const place = (el: RawDescriptor) => {
    const text = JSON.stringify(el);
    const at = elements.indexOf(text);
    return at < 0 ? elements.push(text) - 1 : at;
  };
  const events = batch.map(({ _event }) => {
    const { e, sections } = _event as { e?: RawDescriptor; sections?: Section[] };
    return {
      ..._event,
      e: e && place(e),
      sections: sections?.map(([el, ...rest]) => [place(el), ...rest]),
    };
  });
  const body = JSON.stringify({ ...batch[0]?._frame, token, sentAt, events });
  return `{"elements":[${elements}],${body.slice(1)}`;
}
