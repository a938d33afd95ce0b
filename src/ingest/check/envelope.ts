// The parts of an envelope that both forms share: who sends, which session, which visitor, what device.
// A wrong type here refuses the whole batch, because every event depends on it.

import { LIMITS } from '../../contract/limits.ts';
import type { Props } from '../../contract/wire.ts';
import type { ClientHints, JournalBatch } from '../../journal/record.ts';
import { HeatError } from '../../lib/errors.ts';
import { createFinding, type Finding, isRaw, type Raw } from './finding.ts';
import { props } from './props.ts';
import { timeMs } from './time.ts';
import { isId, number, type Reader, shortText, text } from './values.ts';

/** What is known of the sender from the request itself, used where the body says nothing. */
export type Sender = {
  userAgent: string | null;
  language: string | null;
  host: string;
  /** Of the browser that `userAgent` names. */
  hints?: ClientHints | null;
};

export type Envelope = Pick<
  JournalBatch,
  'sentAtMs' | 'sdk' | 'app' | 'session' | 'user' | 'device' | 'rate' | 'moveRate'
> & { visitorId: string | null };

const userAgent = text(LIMITS.userAgentChars);
const pixels = number({ min: 0, max: LIMITS.viewportPx });

/** Reads the shared parts. Throws HeatError `invalid`, code `bad_envelope`, with the path of what is wrong. */
export function readEnvelope(body: Raw, sender: Sender): Envelope {
  return {
    sentAtMs: readTimeAt(body.sentAt, 'sentAt'),
    sdk: readSdk(body.sdk, body.v === 1),
    app: readApp(body.app),
    session: readSession(body.session),
    user: readUser(body.user),
    device: readDevice(body.device ?? screenOf(body.views), sender, 'device'),
    rate: readRate(body.rate, 'rate'),
    moveRate: readRate(body.moveRate, 'moveRate'),
    visitorId: readVisitorId(body.visitorId),
  };
}

/** Throws the 400 of a broken envelope. `path` and `rule` are our own words, never input. */
export function badEnvelope(path: string, rule: string): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_envelope',
    message: `Cannot read the batch: "${path}" ${rule}`,
    details: { path },
  });
}

/** Device as text fields; what the body does not say comes from the request's headers. */
export function readDevice(value: unknown, sender: Sender, path: string): JournalBatch['device'] {
  const raw = objectAt(value, path);
  const { hints } = sender;
  // A body that names another agent, as of a server that passes batches on, is not of the browser that sent the hints.
  const isSenders = (raw?.ua ?? sender.userAgent) === sender.userAgent;
  return {
    ua: valueAt(userAgent, raw?.ua ?? sender.userAgent, `${path}.ua`) ?? '',
    platform: valueAt(shortText, raw?.platform, `${path}.platform`) || null,
    language: valueAt(shortText, raw?.language, `${path}.language`) || sender.language,
    screenW: valueAt(pixels, raw?.screenW, `${path}.screenW`) ?? null,
    screenH: valueAt(pixels, raw?.screenH, `${path}.screenH`) ?? null,
    ...(hints && isSenders ? { hints } : {}),
  };
}

/** Reads an optional list of at most `most` items. Throws `bad_envelope`, or `too_large` when it is longer. */
export function listAt(value: unknown, path: string, most: number): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badEnvelope(path, 'must be a list');
  if (value.length > most) {
    throw new HeatError({
      kind: 'too_large',
      code: `too_many_${path}`,
      message: `Cannot accept the batch: it lists more than ${most} ${path}`,
      details: { most },
    });
  }
  return value;
}

/** The screen as it stands behind the first viewport. */
function screenOf(views: unknown): Raw | undefined {
  const [first]: unknown[] = Array.isArray(views) ? views : [];
  const [, , , screenW, screenH]: unknown[] = Array.isArray(first) ? first : [];
  return { screenW, screenH };
}

function readSdk(value: unknown, isCompact: boolean): JournalBatch['sdk'] {
  const raw = objectAt(value, 'sdk');
  if (raw === null) return null;
  const name = valueAt(shortText, raw.name, 'sdk.name') ?? (isCompact ? 'heat' : '');
  const version = valueAt(shortText, raw.version, 'sdk.version') ?? '';
  return name === '' && version === '' ? null : { name, version };
}

function readApp(value: unknown): JournalBatch['app'] {
  const raw = objectAt(value, 'app');
  if (raw === null) return null;
  const name = valueAt(shortText, raw.name, 'app.name') || null;
  const version = valueAt(shortText, raw.version, 'app.version') || null;
  const env = valueAt(shortText, raw.env, 'app.env') || null;
  return name === null && version === null && env === null ? null : { name, version, env };
}

function readSession(value: unknown): JournalBatch['session'] {
  const raw = objectAt(value, 'session');
  if (!isId(raw?.id)) {
    throw badEnvelope('session.id', `must be 1 to ${LIMITS.clientIdChars} characters of A-Z a-z 0-9 _ -`);
  }
  return { id: raw.id, startedAtMs: readTimeAt(raw.startedAt, 'session.startedAt') };
}

function readUser(value: unknown): JournalBatch['user'] {
  const raw = objectAt(value, 'user');
  if (raw === null || raw.id === undefined || raw.id === null) return null;
  const id = typeof raw.id === 'number' && Number.isFinite(raw.id) ? String(raw.id) : raw.id;
  if (typeof id !== 'string' || id.trim() === '' || id.length > LIMITS.userIdChars) {
    throw badEnvelope('user.id', `must be a text of 1 to ${LIMITS.userIdChars} characters`);
  }
  const clean = valueAt(text(LIMITS.userIdChars), id, 'user.id') ?? '';
  return { id: clean, traits: readTraits(raw.traits) };
}

function readTraits(value: unknown): Props | null {
  const finding = createFinding();
  const traits = props(value, 'traits', finding);
  if (finding.code !== null) throw badEnvelope('user.traits', 'must be an object');
  return traits ?? null;
}

function readVisitorId(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (isId(value)) return value;
  throw badEnvelope('visitorId', `must be 1 to ${LIMITS.clientIdChars} characters of A-Z a-z 0-9 _ -`);
}

function readRate(value: unknown, path: string): number {
  if (value === undefined || value === null) return 1;
  if (typeof value === 'number' && value > 0 && value <= 1) return value;
  throw badEnvelope(path, 'must be a number above 0 and at most 1');
}

function readTimeAt(value: unknown, path: string): number | null {
  if (value === undefined || value === null) return null;
  const ms = timeMs(value);
  if (ms === null) throw badEnvelope(path, 'must be a time in ms, s or ISO 8601');
  return ms;
}

function objectAt(value: unknown, path: string): Raw | null {
  if (value === undefined || value === null) return null;
  if (!isRaw(value)) throw badEnvelope(path, 'must be an object');
  return value;
}

/** For one value at a time, of which nobody asks whether it was cut. */
const single: Finding = createFinding();

function valueAt<T extends string | number>(reader: Reader<T>, value: unknown, path: string): T | undefined {
  single.code = null;
  const found = reader(value, path, single);
  if (single.code !== null) throw badEnvelope(path, 'has the wrong type');
  return found;
}
