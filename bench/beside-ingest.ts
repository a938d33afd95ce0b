// What questions do to ingest: the most it takes, then half of that alone and beside questions without end.

import type { LoadJob, LoadResult } from './load.ts';
import { EVENTS_PER_BATCH, USER_AGENT } from './traffic.ts';

/** Requests of the run that finds the most, and connections of all runs. */
const MOST_BATCHES = 12_000;
const CONNECTIONS = 64;
/** How long each paced run lasts, s; alone and beside take turns, since the machine is seldom ours alone. */
const PACED_S = 10;
const TURNS = 3;

export async function besideIngest(given: {
  port: number;
  writeKey: string;
  /** Requests a second; null for half of the most. */
  rate: number | null;
  ask: (path: string) => Promise<unknown>;
  /** Each is asked without end, one after the other, by an asker of its own. */
  beside: readonly string[];
}): Promise<void> {
  const { port, writeKey, ask, beside } = given;
  const job = (run: string, batches: number, perSecond?: number): LoadJob => ({
    ...{ port, path: '/ingest', form: 'compact', connections: CONNECTIONS, run, batches },
    headers: { 'x-project-key': writeKey, 'user-agent': USER_AGENT },
    ...(perSecond === undefined ? {} : { perSecond }),
  });
  let rate = given.rate;
  if (rate === null) {
    const { ok, startedAtMs, answeredAtMs } = await load(job('most', MOST_BATCHES));
    const most = (1000 * ok) / (answeredAtMs - startedAtMs);
    rate = Math.floor(most / 2);
    console.log(`\ningest at most ${most.toFixed(0)} requests/s of ${EVENTS_PER_BATCH} events`);
    // What the journal still holds is applied first.
    await Bun.sleep(15_000);
  }
  console.log(`\ningest, ${rate} requests/s, ${PACED_S} s each      p50        p99`);
  for (let turn = 0; turn < TURNS; turn += 1) {
    tell('alone', await load(job(`alone${turn}`, rate * PACED_S, rate)));
    let isOver = false;
    const askers = beside.map(async (path) => {
      let asked = 0;
      for (; !isOver; asked += 1) await ask(path);
      return asked;
    });
    const result = await load(job(`beside${turn}`, rate * PACED_S, rate));
    isOver = true;
    const asked = await Promise.all(askers);
    tell(`beside ${asked.join(', ')} answers`, result);
  }
}

function tell(name: string, { p50Ms, p99Ms, refused }: LoadResult): void {
  const cells = [p50Ms, p99Ms].map((value) => `${value.toFixed(1)} ms`.padStart(11)).join('');
  console.log(name.padEnd(34) + cells + (refused > 0 ? `  ${refused} refused` : ''));
}

/** In a process of its own, so that sending takes no turn of the asker's loop. */
async function load(job: LoadJob): Promise<LoadResult> {
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/load.ts`], {
    stdin: new Blob([JSON.stringify(job)]),
    stdout: 'pipe',
    stderr: 'inherit',
  });
  const text = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error('The load did not end well');
  return JSON.parse(text) as LoadResult;
}
