import { describe, expect, test } from 'bun:test';
import { eventsFile } from '../../../test/support/events-file.ts';
import { LIMITS } from '../../contract/limits.ts';
import { type QueryRunner, type RunnerOptions, startQueryRunner } from './report-runner.ts';

const ENDLESS = 666;
const DEADLY = 667;
/** The answer of a project without events. */
const NONE = { atMs: null, heardAtMs: null };

type Given = {
  runner: QueryRunner;
  spawned: Worker[];
  ask(projectNo: number, signal?: AbortSignal): Promise<unknown>;
};

/** Runs `work` with a pool of real workers on a real file; `ask` resolves with the answer or what it was rejected with. */
async function withRunner(
  options: Partial<RunnerOptions>,
  work: (given: Given) => Promise<void>,
): Promise<void> {
  const file = await eventsFile();
  const spawned: Worker[] = [];
  const spawnWorker = () => {
    const worker = new Worker(new URL('../../../test/support/stubborn-query-worker.ts', import.meta.url));
    spawned.push(worker);
    return worker;
  };
  const runner = startQueryRunner({ path: file.path, spawnWorker, ...options });
  const ask: Given['ask'] = (projectNo, signal) => {
    const question = { projectNo, method: 'lastEvent' as const, args: { projectNo } };
    return runner.run(signal ? { ...question, signal } : question).catch((fault: unknown) => fault);
  };
  try {
    await work({ runner, spawned, ask });
  } finally {
    runner.close();
    await file.close();
  }
}

describe('startQueryRunner()', () => {
  test('starts no worker before the first question, and one for questions in a row', async () => {
    await withRunner({}, async ({ spawned, ask }) => {
      expect(spawned.length).toBe(0);
      expect([await ask(1), await ask(2), await ask(1)]).toEqual([NONE, NONE, NONE]);
      expect(spawned.length).toBe(1);
    });
  });

  test('runs questions side by side in at most LIMITS.queryWorkers workers', async () => {
    await withRunner({}, async ({ spawned, ask }) => {
      const answers = await Promise.all([1, 2, 3, 4, 1, 2, 3, 4].map((projectNo) => ask(projectNo)));
      expect(answers).toEqual(answers.map(() => NONE));
      expect(spawned.length).toBe(LIMITS.queryWorkers);
    });
  });

  test('rejects with unavailable and replaces the worker when a statement outlasts the deadline', async () => {
    // Long enough for a new worker to start on a busy machine.
    await withRunner({ deadlineMs: 2_000 }, async ({ spawned, ask }) => {
      expect(await ask(ENDLESS)).toMatchObject({ kind: 'unavailable', faultCode: 'query_timeout' });
      expect(await ask(1)).toEqual(NONE);
      expect(spawned.length).toBe(2);
    });
  });

  test('gives a question up that waits for a worker as long as one may run', async () => {
    await withRunner({ deadlineMs: 400 }, async ({ ask }) => {
      const asked = Array.from({ length: 3 * LIMITS.queryWorkers }, () => ask(ENDLESS));
      const messages = (await Promise.all(asked)).map((fault) => (fault as Error).message);
      for (const message of messages)
        expect(message).toMatch(/waited for others longer than 0\.4 s|took longer than 0\.4 s/);
      expect(messages.at(0)).toContain('took longer');
      expect(messages.at(-1)).toContain('waited for others');
    });
  });

  test('stops a running statement when its signal aborts, and answers the others', async () => {
    await withRunner({}, async ({ spawned, ask }) => {
      const abort = new AbortController();
      const endless = ask(ENDLESS, abort.signal);
      const other = ask(1);
      await Bun.sleep(50);
      abort.abort(new Error('the client left'));
      expect(await endless).toMatchObject({ message: 'the client left' });
      expect(await other).toEqual(NONE);
      expect(spawned.length).toBe(2);
    });
  });

  test('drops a waiting question without touching a worker when its signal aborts', async () => {
    await withRunner({ deadlineMs: 400 }, async ({ spawned, ask }) => {
      const running = Array.from({ length: LIMITS.queryWorkers }, () => ask(ENDLESS));
      const abort = new AbortController();
      const waiting = ask(1, abort.signal);
      abort.abort(new Error('the client left'));
      expect(await waiting).toMatchObject({ message: 'the client left' });
      expect(spawned.length).toBe(LIMITS.queryWorkers);
      for (const fault of await Promise.all(running))
        expect(fault).toMatchObject({ faultCode: 'query_timeout' });
    });
  });

  test('refuses the question too many of one project with rate_limited, and takes those of others', async () => {
    await withRunner({}, async ({ ask }) => {
      const aborts = Array.from({ length: LIMITS.queriesPerProject }, () => new AbortController());
      const endless = aborts.map(({ signal }) => ask(ENDLESS, signal));
      expect(await ask(ENDLESS)).toMatchObject({
        kind: 'rate_limited',
        faultCode: 'too_many_queries',
        retryAfterSeconds: LIMITS.retryAfterSeconds,
      });
      // Another project's question goes before the rest of the crowd, which would never end.
      const other = ask(1);
      const left = new Error('the client left');
      aborts[0]?.abort(left);
      expect(await other).toEqual(NONE);
      for (const abort of aborts) abort.abort(left);
      expect(await Promise.all(endless)).toEqual(endless.map(() => left));
      const again = new AbortController();
      const taken = ask(ENDLESS, again.signal);
      again.abort(left);
      expect(await taken).toBe(left);
    });
  });

  test('rejects only the question of a worker that dies', async () => {
    await withRunner({}, async ({ ask }) => {
      const [dead, alive] = await Promise.all([ask(DEADLY), ask(1)]);
      expect(dead).toMatchObject({ kind: 'unavailable', faultCode: 'query_failed' });
      expect(alive).toEqual(NONE);
      expect(await ask(2)).toEqual(NONE);
    });
  });

  test('stops an idle worker and starts a new one for the next question', async () => {
    await withRunner({ idleMs: 30 }, async ({ spawned, ask }) => {
      expect(await ask(1)).toEqual(NONE);
      await new Promise((resolve) => spawned[0]?.addEventListener('close', resolve));
      expect(await ask(1)).toEqual(NONE);
      expect(spawned.length).toBe(2);
    });
  });

  test('close() rejects what is open and refuses what comes after', async () => {
    await withRunner({}, async ({ runner, ask }) => {
      const open = [ask(ENDLESS), ask(ENDLESS), ask(1)];
      runner.close();
      for (const fault of await Promise.all(open)) expect(fault).toMatchObject({ faultCode: 'closed' });
      expect(await ask(1)).toMatchObject({ faultCode: 'closed' });
    });
  });

  test('rejects with unavailable when the file is missing', async () => {
    await withRunner({ path: '/nowhere/events.db' }, async ({ ask }) => {
      expect(await ask(1)).toMatchObject({ kind: 'unavailable', faultCode: 'storage_missing' });
    });
  });
});
