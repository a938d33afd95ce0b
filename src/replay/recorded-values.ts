// Reading single values of a recording: whatever was sent, what comes out is of its type and size, or null.

import { LIMITS } from '../contract/limits.ts';
import type { Json } from '../contract/wire.ts';

export type Raw = { readonly [name: string]: unknown };
export type Clean = { [name: string]: Json };

export function asRaw(value: unknown): Raw | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : null;
}

/** Items of a list that `read` makes something of, at most `most`. */
export function listOf<T>(value: unknown, read: (item: unknown) => T | null, most: number): T[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, most).flatMap((item) => read(item) ?? []);
}

/** Ids of nodes; -1 and null stand for none. */
export function nodeId(value: unknown): number | null {
  return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31 ? (value as number) : null;
}

/** px or ms, within what a page or a session can have. */
export function measure(value: unknown): number | null {
  if (typeof value !== 'number' || !Number.isFinite(value)) return null;
  return Math.max(-LIMITS.sessionMaxMs, Math.min(value, LIMITS.sessionMaxMs));
}

export function textOf(value: unknown, most: number = LIMITS.snapshotTextChars): string | null {
  return typeof value === 'string' ? value.slice(0, most) : null;
}

/** What somebody typed, with a star for each character; blanks stay. */
export function masked(text: string): string {
  return text.replace(/[^\s*]/gu, '*');
}
