// How soon a question ends whose asker leaves: until the thread that ran it is gone, and until another question that waited
// for it is answered.

import { readdirSync, readFileSync } from 'node:fs';
import { heaviestQuestion } from './metrics-questions.ts';

/** Sends a question below /api/v1; resolves with the ms that its answer took. */
export type Ask = (path: string, signal?: AbortSignal) => Promise<number>;

const TIMES = 9;
/** How long a question has run when its asker leaves. */
const LEFT_AFTER_MS = 30;
/** That of query workers, see src/query-worker.ts. */
const NICE = '15';
const OTHER = 'metrics/realtime';

/** All workers are at work when their askers leave. */
export async function leave(ask: Ask, { pid, range }: { pid: number; range: string }) {
  const gone: number[] = [];
  const others: number[] = [];
  const alone: number[] = [];
  while (gone.length < TIMES) {
    const left = new AbortController();
    let isAnswered = false;
    const asked = [1, 2].map(async () => {
      await ask(heaviestQuestion(range), left.signal).then(
        () => {
          isAnswered = true;
        },
        () => null,
      );
    });
    await Bun.sleep(LEFT_AFTER_MS);
    const busy = queryThreads(pid);
    const waiting = ask(OTHER);
    const leftAt = performance.now();
    left.abort();
    const answered = waiting.then(() => performance.now() - leftAt);
    // A thread that was done before its asker left stays for the next question.
    while (!isAnswered && queryThreads(pid).some((thread) => busy.includes(thread))) await Bun.sleep(1);
    const goneMs = performance.now() - leftAt;
    await Promise.all(asked);
    const otherMs = await answered;
    alone.push(await ask(OTHER));
    if (isAnswered) continue;
    gone.push(goneMs);
    others.push(otherMs);
  }
  return { gone: sorted(gone), others: sorted(others), alone: sorted(alone) };
}

function sorted(times: number[]): number[] {
  return times.sort((a, b) => a - b);
}

/** Threads of that priority: field 19 of a stat, the 17th after its name. */
function queryThreads(pid: number): string[] {
  return readdirSync(`/proc/${pid}/task`).filter((thread) => {
    try {
      const stat = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8');
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16] === NICE;
    } catch {
      return false;
    }
  });
}
