// Readers of single values: text, numbers, flags, choices, ids, addresses. Each gives the safe value, or undefined
// when the value is absent (undefined or null) or refused (the finding then says why).

import { LIMITS } from '../../contract/limits.ts';
import type { Json } from '../../contract/wire.ts';
import { cleanText } from '../../lib/text.ts';
import { withoutSecrets } from '../../lib/url-secrets.ts';
import { type Finding, refuse } from './finding.ts';

/** Reads the value of the field `name`. */
export type Reader<T extends Json = Json> = (value: unknown, name: string, finding: Finding) => T | undefined;

export type Bounds = { min: number; max: number };

const ID = new RegExp(`^[A-Za-z0-9_-]{1,${LIMITS.clientIdChars}}$`);

export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

/** An id that the client chose. */
export const clientId: Reader<string> = (value, name, finding) => {
  if (value === undefined || value === null || isId(value)) return value ?? undefined;
  const rule = `must be 1 to ${LIMITS.clientIdChars} characters of A-Z a-z 0-9 _ -`;
  return refuse(finding, 'bad_id', `Field "${name}" ${rule}`);
};

/** Text that is cut to its limit, and flagged. */
export function text(maxChars: number): Reader<string> {
  return (value, name, finding) => {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') return refuse(finding, 'bad_field', `Field "${name}" must be a text`);
    if (value.length > maxChars) finding.isCut = true;
    return cleanText(value, maxChars);
  };
}

/** Text that names something: must not be empty, and is refused when it is too long. */
export function label(maxChars: number): Reader<string> {
  return (value, name, finding) => {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') return refuse(finding, 'bad_field', `Field "${name}" must be a text`);
    if (value.length > maxChars) {
      return refuse(finding, 'too_large', `Field "${name}" is longer than ${maxChars} characters`);
    }
    const clean = cleanText(value, maxChars);
    return clean === '' ? refuse(finding, 'bad_field', `Field "${name}" must not be empty`) : clean;
  };
}

/** A finite number, clamped to its bounds. */
export function number(bounds: Bounds): Reader<number> {
  return (value, name, finding) => {
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return refuse(finding, 'bad_field', `Field "${name}" must be a finite number`);
    }
    return Math.max(bounds.min, Math.min(value, bounds.max));
  };
}

/** A finite number, rounded and clamped. */
export function whole(bounds: Bounds): Reader<number> {
  const read = number(bounds);
  return (value, name, finding) => {
    const found = read(value, name, finding);
    return found === undefined ? undefined : Math.round(found);
  };
}

export const flag: Reader<boolean> = (value, name, finding) => {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'boolean'
    ? value
    : refuse(finding, 'bad_field', `Field "${name}" must be true or false`);
};

export function oneOf(choices: readonly string[]): Reader<string> {
  const known = new Set(choices);
  const message = choices.join(', ');
  return (value, name, finding) => {
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' && known.has(value)
      ? value
      : refuse(finding, 'bad_field', `Field "${name}" must be one of ${message}`);
  };
}

/** An array of finite numbers, one for each of the bounds, each rounded and clamped. */
export function tuple(bounds: readonly Bounds[]): Reader<number[]> {
  const readers = bounds.map(whole);
  return (value, name, finding) => {
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value) || value.length !== bounds.length) {
      return refuse(finding, 'bad_field', `Field "${name}" must be a list of ${bounds.length} numbers`);
    }
    const numbers: number[] = [];
    for (let place = 0; place < readers.length; place += 1) {
      const found = readers[place]!(value[place], name, finding);
      if (found === undefined) {
        return refuse(finding, 'bad_field', `Field "${name}" must be a list of ${bounds.length} numbers`);
      }
      numbers.push(found);
    }
    return numbers;
  };
}

/**
 * An address or path without secrets. One that is too long loses its query and fragment, flagged; when it is still
 * too long it is refused, because a cut path would name another page.
 */
export const address: Reader<string> = (value, name, finding) => {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') return refuse(finding, 'bad_field', `Field "${name}" must be a text`);
  if (value.length <= LIMITS.pathChars) return withoutSecrets(cleanText(value, LIMITS.pathChars));
  const end = value.slice(0, LIMITS.pathChars + 1).search(/[?#]/);
  if (end < 0) {
    return refuse(finding, 'too_large', `Field "${name}" is longer than ${LIMITS.pathChars} characters`);
  }
  finding.isCut = true;
  return withoutSecrets(cleanText(value.slice(0, end), LIMITS.pathChars));
};

export const coordinate = number({ min: 0, max: LIMITS.coordinatePx });
export const shortText = text(LIMITS.nameChars);
export const longText = text(LIMITS.textChars);
export const durationMs = whole({ min: 0, max: LIMITS.sessionMaxMs });
