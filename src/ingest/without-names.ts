// What a project that keeps to sums stores of who its visitors are: nothing by name. The visitor's id stays, which counts
// people; the user's id and traits do not, whoever tells them.

import type { JournalBatch } from '../journal/record.ts';

export function withoutNames<B extends Pick<JournalBatch, 'user' | 'events'>>(batch: B): B {
  const events = batch.events.map((event) => {
    if (!('userId' in event.f)) return event;
    const { userId: _, ...f } = event.f;
    return { ...event, f };
  });
  return { ...batch, user: null, events };
}
