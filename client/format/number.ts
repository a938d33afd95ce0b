// Numbers as the dashboard writes them: abbreviated, whole, shares, changes. Pure.

import { plural } from '../../src/contract/plural.ts';

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const UNITS = [
  { from: 1e12, letter: 'T' },
  { from: 1e9, letter: 'B' },
  { from: 1e6, letter: 'M' },
  { from: 1e3, letter: 'k' },
] as const;

/** `1,284`: the full value, for titles, tables and sentences. */
export function formatNumber(value: number): string {
  return WHOLE.format(value);
}

/** From here on three figures say enough: below, `1k` beside `987` would be harder to compare. */
const ABBREVIATED_FROM = 10_000;

/** `987`, `1,284`, `12.8k`, `128k`, `1.2M`: whole up to four figures, then three at most; the full value belongs in a title. */
export function abbreviate(value: number): string {
  const size = Math.abs(value);
  if (size < ABBREVIATED_FROM) return WHOLE.format(value);
  for (const { from, letter } of UNITS) {
    // 999,950 must become 1M and not 1000k.
    if (size < from * 0.9995 && from > 1e3) continue;
    const scaled = value / from;
    const digits = Math.abs(scaled) < 9.995 ? 2 : Math.abs(scaled) < 99.95 ? 1 : 0;
    return `${trimZeros(scaled.toFixed(digits))}${letter}`;
  }
  return WHOLE.format(value);
}

/** A share of 0…1 as `4.2 %`, `42 %`; `–` for null. One decimal below ten, none above; never rounds to 0 or 100 what is not. */
export function formatShare(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return '–';
  const pct = share * 100;
  if (pct > 0 && pct < 0.05) return '< 0.1 %';
  if (pct < 100 && pct >= 99.5) return '> 99 %';
  return `${Math.abs(pct) < 9.95 && pct !== 0 ? pct.toFixed(1) : pct.toFixed(0)} %`;
}

export type Change = {
  direction: 'up' | 'down' | 'same';
  /** Share of the earlier value, signed: 0.12 is twelve percent more. */
  share: number;
  /** `12 %`, without a sign: an arrow or a word stands beside it. */
  text: string;
};

/** Change against an earlier value; null when there is nothing to compare with. */
export function changeOf(now: number | null, before: number | null | undefined): Change | null {
  if (now === null || before === null || before === undefined || before === 0) return null;
  const share = (now - before) / before;
  const text = formatShare(Math.abs(share)).replace('> 99 %', '100 %');
  const direction = share === 0 ? 'same' : share > 0 ? 'up' : 'down';
  return { direction, share, text };
}

/** A difference of shares of 0…1 in percentage points: `4.2`, `12`, `< 0.1`. */
export function formatPoints(difference: number): string {
  const points = difference * 100;
  if (points < 0.05) return '< 0.1';
  return points < 9.95 ? points.toFixed(1) : points.toFixed(0);
}

/** Change of a rate of 0…1 in percentage points: `4.1 points`; null when there is nothing to compare with. */
export function pointsOf(now: number | null, before: number | null | undefined): Change | null {
  if (now === null || before === null || before === undefined) return null;
  const direction = now === before ? 'same' : now > before ? 'up' : 'down';
  const said = formatPoints(Math.abs(now - before));
  return { direction, share: now - before, text: `${said} ${said === '1.0' ? 'point' : 'points'}` };
}

/** `1 click`, `3 clicks`, with the number written whole. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${formatNumber(value)} ${plural(value, one, many)}`;
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
