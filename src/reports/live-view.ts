// A live event as readers see it, and the ids by which they go on where they were.

import type { LiveEvent, LiveFact } from '../contract/live.ts';
import { HeatError } from '../lib/errors.ts';
import { elementLabel } from './element-label.ts';
import { opaqueId } from './parameters.ts';

export function liveEvent({ descriptor, part, ...fact }: LiveFact): LiveEvent {
  return {
    ...fact,
    session: `${opaqueId(fact.session)}.${part}`,
    page: fact.page === null ? null : opaqueId(fact.page),
    element: fact.element === null ? null : opaqueId(fact.element),
    label: descriptor === null ? null : elementLabel(descriptor),
  };
}

/** `id` as it came from a reader. Throws `invalid`. */
export function readLiveId(id: string): string {
  if (/^\d{1,15}\.\d{1,9}$/.test(id)) return id;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_parameter',
    message: 'Cannot go on after this id: it is the id of a live event, like 120.4',
    details: { name: 'after' },
  });
}

/** Whether `id` comes after `other`. */
export function isLaterId(id: string, other: string): boolean {
  const [seq = 0, index = 0] = id.split('.').map(Number);
  const [otherSeq = 0, otherIndex = 0] = other.split('.').map(Number);
  return seq > otherSeq || (seq === otherSeq && index > otherIndex);
}
