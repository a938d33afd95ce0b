// Numbers with what they count, for the terminal and logs that people read. English.

import { plural } from '../contract/plural.ts';

/** `3 users`, `1 user`, `1,200 snapshots`; `many` where it is not made with an s. */
export function counted(value: number, one: string, many?: string): string {
  return `${value.toLocaleString('en')} ${plural(value, one, many)}`;
}
