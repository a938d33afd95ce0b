// Reading single values of a query string: known names, flags, whole numbers, texts and opaque ids.
// Everything that does not fit is HeatError `invalid`, which names what is allowed.

import { DEVICES, type Device } from '../contract/event-types.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';

/** `value` as one of `allowed`; undefined stays undefined. */
export function oneOf<T extends string>(allowed: readonly T[], value: string, name: string): T;
export function oneOf<T extends string>(
  allowed: readonly T[],
  value: string | undefined,
  name: string,
): T | undefined;
export function oneOf<T extends string>(
  allowed: readonly T[],
  value: string | undefined,
  name: string,
): T | undefined {
  if (value === undefined) return undefined;
  const known = allowed.find((candidate) => candidate === value);
  if (known !== undefined) return known;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_parameter',
    message: `Cannot use this ${name}: allowed are ${allowed.join(', ')}`,
    details: { name, allowed },
  });
}

/** `1` or `true`, `0` or `false`; absent is false. */
export function readFlag(value: string | undefined, name: string): boolean {
  const word = oneOf(['1', 'true', '0', 'false'], value, name);
  return word === '1' || word === 'true';
}

export type WholeRange = { name: string; min: number; max: number; fallback: number };

/** A whole number of at least `min` and at most `max`. */
export function readWhole(value: string | undefined, { name, min, max, fallback }: WholeRange): number {
  if (value === undefined) return fallback;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_parameter',
    message: `Cannot use this ${name}: allowed are whole numbers from ${min} to ${max}`,
    details: { name, min, max },
  });
}

/** Rows of one page of a list. */
export function readLimit(value: string | undefined): number {
  return readWhole(value, { name: 'limit', min: 1, max: LIMITS.pageRowsMax, fallback: LIMITS.pageRows });
}

/** A text of 1…LIMITS.pathChars whole characters without NUL, at which SQLite's `like` would stop. */
export function readText(value: string, name: string): string {
  const isBounded = value.length > 0 && value.length <= LIMITS.pathChars;
  // A half of a surrogate pair would be stored as another character, and two texts become one.
  if (isBounded && !value.includes('\0') && value.isWellFormed()) return value;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_parameter',
    message: `Cannot use this ${name}: it must have 1 to ${LIMITS.pathChars} whole characters and no NUL`,
  });
}

export function readDevice(value: string | undefined): Device | null {
  return oneOf(DEVICES, value, 'device') ?? null;
}

/** The 52-bit number behind an opaque id; null when the text cannot be one. */
export function readOpaqueId(text: string): number | null {
  if (!/^[0-9a-z]{1,11}$/.test(text)) return null;
  const number = Number.parseInt(text, 36);
  return number < 2 ** 52 ? number : null;
}

/** Opaque id of a page or element. */
export function opaqueId(number: number): string {
  return number.toString(36);
}
