// What a soak prints: a line for each sample, and in the end what was asked, what went wrong, and the verdicts.

import type { Tally } from './soak-tally.ts';
import type { Verdict } from './soak-verdict.ts';
import type { Sample } from './soak-watch.ts';

const COLUMNS: readonly (readonly [head: string, name: keyof Sample, digits: number])[] = [
  ['hours', 'hours', 2],
  ['RSS MB', 'rss', 1],
  ['own MB', 'anonymous', 1],
  ['heap MB', 'heap', 1],
  ['files', 'files', 0],
  ['sockets', 'sockets', 0],
  ['threads', 'threads', 0],
  ['WAL MB', 'wal', 1],
  ['backup', 'walInBackup', 1],
  ['lag KB', 'lag', 0],
  ['p50 ms', 'p50', 1],
  ['p99 ms', 'p99', 1],
  ['5xx', 'serverFaults', 0],
  ['events/s', 'rate', 0],
  ['CPU %', 'cpu', 0],
  ['disk MB/s', 'disk', 1],
  ['data MB', 'data', 0],
];
const WIDTH = 10;
/** Of heat's log, what is shown. */
const SAID_CHARS = 4_000;

export function head(): string {
  return COLUMNS.map(([name]) => name.padStart(WIDTH)).join('');
}

export function line(sample: Sample): string {
  return COLUMNS.map(([, name, digits]) => sample[name].toFixed(digits).padStart(WIDTH)).join('');
}

/** @param said what heat itself wrote to its log. */
export function printEnd(
  verdicts: readonly Verdict[],
  run: { tally: Tally; done: object; batches: number; said: string },
): void {
  const { tally, said } = run;
  console.log('\nwhat was asked             answers  unwanted   mean ms   most ms');
  for (const [what, { answers, unwanted, sumMs, longestMs }] of tally.counts) {
    const cells = [answers, unwanted, Math.round(sumMs / answers), Math.round(longestMs)];
    console.log(what.padEnd(24) + cells.map((cell) => String(cell).padStart(10)).join(''));
  }
  console.log(`\n${run.batches} batches acknowledged; ${JSON.stringify(run.done)}`);
  for (const fault of tally.faults) console.log(`  ${fault}`);
  if (said !== '') console.log(`heat said:\n${said.slice(0, SAID_CHARS)}`);
  console.log('');
  for (const { what, measured, bound, is } of verdicts)
    console.log(`${what.padEnd(44)}${measured.padStart(28)}   ${bound.padEnd(22)} ${is}`);
}
