// Makes batches smaller: an element that several events met stands once in the envelope and is referred to by its place.
// The core, which has to be small itself, sends each event with its own.

import type { RawDescriptor } from '../../src/contract/element.ts';
import type { Referred } from './core.ts';
import type { Section, Waiting } from './waiting.ts';

/** The events of a batch with places instead of elements, and the elements; nothing that was handed in is changed. */
export function referBatch(batch: readonly Waiting[]): Referred {
  const elements: RawDescriptor[] = [];
  const places = new Map<string, number>();
  const place = (el: RawDescriptor) => {
    const text = JSON.stringify(el);
    const at = places.get(text) ?? elements.push(el) - 1;
    places.set(text, at);
    return at;
  };
  const events = batch.map(({ _event: event }) => {
    const { e, sections } = event as { e?: RawDescriptor; sections?: Section[] };
    return {
      ...event,
      e: e && place(e),
      sections: sections?.map(([el, ...rest]) => [place(el), ...rest]),
    };
  });
  return { elements, events };
}
