// Questions whose askers leave, and questions without end, over a real port and with real workers: SQLite itself cannot be
// interrupted, so what is looked at is whether the worker that runs the statement is ended.

import { expect, test } from 'bun:test';
import { eventually } from '../../test/support/heat-process.ts';
import { addProject, openTestHeat } from '../../test/support/test-heat.ts';
import type { ErrorBody } from '../contract/errors.ts';

const FUNNEL = encodeURIComponent(
  JSON.stringify({
    steps: ['a', 'b'].map((name) => ({ type: 'event', name })),
    windowMs: 3_600_000,
    order: 'strict',
    unit: 'visitor',
  }),
);
/** With how many questions of the store each asks at once. */
const QUESTIONS: [name: string, asked: number, path: string][] = [
  ['overview', 1, 'overview?period=30d'],
  ['dashboard', 2, 'metrics/dashboard?period=30d'],
  ['funnel', 1, `funnel-preview?period=30d&definition=${FUNNEL}`],
];

async function openEndless(deadlineMs?: number) {
  const seen = { begun: 0, ended: 0 };
  const spawnWorker = (): Worker => {
    const worker = new Worker(new URL('../../test/support/endless-query-worker.ts', import.meta.url));
    worker.addEventListener('message', ({ data }) => {
      if ((data as { type: string }).type === 'begun') seen.begun += 1;
    });
    worker.addEventListener('close', () => {
      seen.ended += 1;
    });
    return worker;
  };
  const queries = { spawnWorker, ...(deadlineMs === undefined ? {} : { deadlineMs }) };
  const heat = await openTestHeat({ queries });
  const { url } = await heat.server.start();
  const { id, apiKey } = await addProject(heat, 'Shop');
  const ask = (path: string, signal: AbortSignal | null = null): Promise<Response> =>
    fetch(`${url}/api/v1/projects/${id}/${path}`, { headers: { 'x-api-key': apiKey }, signal });
  return { heat, seen, ask };
}

test.each(QUESTIONS)(
  'a client that leaves ends the statements that run for it: %s',
  async (_, asked, path) => {
    const { heat, seen, ask } = await openEndless();
    const left = new AbortController();
    const answer = ask(path, left.signal).catch((error: unknown) => error);
    await eventually(async () => seen.begun === asked);
    expect(seen.ended).toBe(0);
    left.abort();
    expect(await answer).toBeInstanceOf(DOMException);
    // Long before the limit of a question would end them.
    await eventually(async () => seen.ended === asked, 20_000);
    expect(heat.logged.filter((line) => line.includes('"error"'))).toEqual([]);
    await heat.close();
  },
);

test('a report that takes too long is answered with an error that says so and what to do', async () => {
  const { heat, ask } = await openEndless(250);
  const answer = await ask('overview?period=30d');
  expect(answer.status).toBe(503);
  const { code, message } = (await answer.json()) as ErrorBody;
  expect(code).toBe('query_timeout');
  expect(message).toMatch(/longer than 0\.25 s/);
  await heat.close();
});
