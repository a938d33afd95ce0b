// How the doctor says sizes, times and numbers, and what he never says. Pure.

import { DAY_MS } from '../contract/slots.ts';
import { counted } from '../lib/counted.ts';

/** `1.2 GB`, in powers of ten as disks are sold. */
export function bytesSaid(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let at = 0;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${at === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[at]}`;
}

/** `3 minutes`, `2 days`: the largest unit of which there are two, rounded down. */
export function spanSaid(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 2) return counted(Math.floor(Math.max(0, ms) / 1000), 'second');
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.floor(ms / DAY_MS)} days`;
}

/** The first names of a list, and how many more there are. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/**
 * Takes out of a line what must not stand in a public place: the home directory, keys, tokens, e-mail addresses and what
 * follows a `?` in an address. Names of projects and hosts stay: without them nobody could act on it.
 */
export function withoutSecretsIn(line: string, home: string): string {
  // In commands that are pasted back, $HOME stands for it within quotes, too. What is no person's home names nobody.
  const isPersons = /^(\/home|\/Users|[A-Z]:\\Users)[\\/]./.test(home);
  return (isPersons ? line.replaceAll(home, '$HOME') : line)
    .replace(/(\/home|\/Users)\/[^\s/"')]+/g, '$1/…')
    .replace(/\bhw_[\w-]{6,}/g, 'hw_…')
    .replace(/\bheat_[a-z]_[\w-]+/g, 'heat_…')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '…')
    .replace(/[^\s@"'<>()/]+(?:@|%40)[^\s@"'<>()]+\.[a-z]{2,}/gi, '…@…')
    .replace(/(https?:\/\/[^\s?#"')]*)[?#][^\s"')]*/g, '$1');
}
