// From a parsed body to a batch for the journal: pure, without a clock, a database or the network.
// Both forms of the envelope end in the same shape; everything in it is bounded.

import type { RejectedEvent } from '../../contract/wire.ts';
import type { JournalBatch } from '../../journal/record.ts';
import { HeatError } from '../../lib/errors.ts';
import { compactForm } from './compact.ts';
import { badEnvelope, readEnvelope, type Sender } from './envelope.ts';
import { eventList, readEvents } from './events.ts';
import { createFinding, isRaw, type Raw } from './finding.ts';
import { verboseForm } from './verbose.ts';

/** The batch without what only the server decides. */
export type CheckedBatch = {
  batch: Omit<JournalBatch, 'keyId' | 'visitor' | 'country'>;
  /** The client's random id, when it keeps one. */
  visitorId: string | null;
  rejected: RejectedEvent[];
};

/** The body as an object. Throws `bad_envelope`. */
export function asEnvelope(value: unknown): Raw {
  if (!isRaw(value)) throw badEnvelope('body', 'must be an object');
  return value;
}

/**
 * Reads a whole batch. Good events are in `batch.events`, the others in `rejected`, by their place in the body.
 * Throws HeatError `invalid` (bad_envelope, bad_version) or `too_large` (too_many_…); then nothing is to be stored.
 */
export function checkBatch(body: Raw, sender: Sender): CheckedBatch {
  const list = eventList(body);
  const { visitorId, ...envelope } = readEnvelope(body, sender);
  const finding = createFinding();
  const form = isCompact(body)
    ? compactForm(body, finding)
    : verboseForm(body, { envelope: { ...envelope, visitorId }, sender }, finding);
  const { events, rejected } = readEvents(list, form, { sessionId: envelope.session.id, finding });
  const batch = {
    v: 1 as const,
    sentAtMs: envelope.sentAtMs,
    sdk: envelope.sdk,
    app: envelope.app,
    session: envelope.session,
    user: envelope.user,
    device: envelope.device,
    rate: envelope.rate,
    moveRate: envelope.moveRate,
    pages: form.pages,
    views: form.views,
    elements: finding.elements.items,
    events,
  };
  return { batch, visitorId, rejected };
}

function isCompact(body: Raw): boolean {
  if (body.v === 1) return true;
  if (body.v === undefined) return false;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_version',
    message: 'Cannot read the batch: "v" must be 1, or absent for the verbose form',
  });
}
