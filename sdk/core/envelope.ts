// Turns a batch of waiting events into one request body: what repeats stands once and is referred to by index.

import type { ElementDescriptor } from '../../src/contract/element.ts';
import type { Section, Waiting } from './waiting.ts';

/** The body for events of one group; `sentAt` is renewed at every try, ids and times are not. */
export function packEnvelope(batch: readonly Waiting[], sentAt: number): string {
  const elements: string[] = [];
  const place = (el: ElementDescriptor) => {
    const text = JSON.stringify(el);
    const at = elements.indexOf(text);
    return at < 0 ? elements.push(text) - 1 : at;
  };
  const [{ _frame, _page, _event }] = batch as readonly [Waiting];
  const t0 = _event.t;
  const events = batch.map(({ _event }) => {
    const { e, sections } = _event as { e?: ElementDescriptor; sections?: Section[] };
    return {
      ..._event,
      t: _event.t - t0,
      e: e && place(e),
      sections: sections?.map(([el, ...rest]) => [place(el), ...rest]),
    };
  });
  const body = JSON.stringify({ ..._frame, sentAt, t0, pages: [_page], events });
  return `{"elements":[${elements}],${body.slice(1)}`;
}
