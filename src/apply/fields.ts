// Reads single fields of an event, whose types the door has checked but the journal does not carry.

import type { Json } from '../contract/wire.ts';

export type Fields = { [key: string]: Json };

export function numberField(fields: Fields, name: string): number | null {
  return asNumber(fields[name]);
}

export function textField(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A list of at least `count` finite numbers, else null. */
export function numbersField(fields: Fields, name: string, count: number): number[] | null {
  const value = fields[name];
  if (!Array.isArray(value) || value.length < count) return null;
  for (let at = 0; at < value.length; at += 1) if (asNumber(value[at]) === null) return null;
  return value as number[];
}

function asNumber(value: Json | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
