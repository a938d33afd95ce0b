// The fields of an event that a server tells, by the names of the Events API.

import { LIMITS } from '../../contract/limits.ts';
import { props } from './props.ts';
import { referrer } from './referrer.ts';
import { prepareShape } from './shape.ts';
import { custom } from './types/custom.ts';
import { label, type Reader } from './values.ts';

const properties: Reader = (value, name, finding) => {
  const found = props(value, name, finding);
  if (found !== undefined) finding.fields.props = found;
  return undefined;
};
const text = label(LIMITS.userIdChars);
const userId: Reader<string> = (value, name, finding) =>
  text(typeof value === 'number' && Number.isFinite(value) ? String(value) : value, name, finding);

/** What readTracked() looks at by itself. */
const OWN_NAMES = ['eventId', 'sessionId', 'anonymousId', 'timestamp', 'page', 'userAgent', 'type'];

const fields = { ...custom.fields, properties, referrer, userId };

export const TRACK_SHAPE = prepareShape({ ...custom, fields }, OWN_NAMES);

const NAMES: ReadonlySet<string> = new Set([...OWN_NAMES, ...Object.keys(fields)]);

/** Whether a field of that name means something: others are a typo, or what only the server may say. */
export function isTrackField(name: string): boolean {
  return NAMES.has(name);
}
