// heat export events --all: every recorded event, whole, for another heat to import.

import { counted } from '../../lib/counted.ts';
import { HeatError } from '../../lib/errors.ts';
import { exportRecorded } from '../../reports/export-recorded.ts';
import type { ResolvedScope } from '../../reports/scope.ts';
import type { FormatOptions } from '../format-options.ts';
import { dim, type Terminal } from '../output.ts';
import { progressLine } from '../progress.ts';
import { openReports } from '../reports.ts';
import { readScopeOptions, type ScopeOptions } from '../scope-options.ts';
import { pour } from '../sink.ts';

type AllOptions = ScopeOptions & FormatOptions & { event?: string; category?: string; user?: string };

/** Without a range it is all there is; bots included. NDJSON only. */
export async function exportAll(terminal: Terminal, options: AllOptions): Promise<void> {
  const { event, category, user, output } = options;
  if (event !== undefined || category !== undefined || user !== undefined)
    throw wrong('takes no --event, --category or --user', 'Choose sessions with --filter');
  if (options.json || (options.format ?? 'ndjson') !== 'ndjson')
    throw wrong('writes NDJSON and nothing else', 'heat export events --all > events.ndjson');
  const nowMs = Date.now();
  const { scope } = await readScopeOptions(options, { defaultPeriod: '12mo', nowMs });
  const hasRange = [options.period, options.from, options.to].some((given) => given !== undefined);
  const store = await openReports(options);
  const progress = progressLine(terminal, output === undefined && process.stdout.isTTY === true);
  let written = 0;
  const onProgress = ({ sessions, total }: { sessions: number; total: number }) => {
    written = sessions;
    progress.tell(`${counted(sessions, 'session')} of ${total.toLocaleString('en')}`);
  };
  try {
    const asked = hasRange ? { ...scope, includeBots: true } : whole(scope, nowMs);
    await pour(exportRecorded(store, { scope: asked, onProgress }), output);
  } finally {
    progress.end();
    await store.close();
  }
  if (output !== undefined)
    terminal.err(dim(`Wrote all events of ${counted(written, 'session')} to ${output}\n`));
}

/** To an hour from now: a clock that is ahead of ours may have told of sessions. */
const whole = (scope: ResolvedScope, nowMs: number): ResolvedScope => ({
  ...scope,
  ...{ fromMs: 0, toMs: nowMs + 3_600_000, includeBots: true },
});

function wrong(message: string, hint: string): HeatError {
  return new HeatError({ kind: 'invalid', message: `heat export events --all ${message}`, hint });
}
