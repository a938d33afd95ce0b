// What a report was asked for, in one line: for pictures and files that leave the dashboard.

import type { ScopeView } from '../../src/contract/api.ts';
import type { Scope } from '../state/scope.ts';
import { formatDate } from './time.ts';

/** `1 Nov to 22 Nov 2026, Europe/Berlin · mobile · browser:is:Firefox` */
export function scopeWords({ fromMs, toMs, timeZone }: ScopeView, asked: Scope, nowMs: number): string {
  const range = `${formatDate(fromMs, timeZone, nowMs)} to ${formatDate(toMs - 1, timeZone, nowMs)}, ${timeZone}`;
  const filters = asked.filters.map(({ dimension, op, value }) => `${dimension}:${op}:${value}`);
  return [range, asked.device ?? 'all devices', ...filters].join(' · ');
}
