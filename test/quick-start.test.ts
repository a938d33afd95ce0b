// README's quick start for servers, read from README and run line by line against the built executable.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { join } from 'node:path';
import type {
  BreakdownAnswer,
  DashboardAnswer,
  RealtimeAnswer,
  TimeseriesAnswer,
} from '../src/contract/metrics.ts';
import type { TrackAnswer, TrackBatchAnswer } from '../src/contract/track-answer.ts';
import { type HeatFolder, makeHeatFolder, type Serving } from './support/heat-process.ts';

const TIMEOUT_MS = 60_000;
let heat: HeatFolder;
let serving: Serving;
let answers: unknown[];

beforeAll(async () => {
  heat = await makeHeatFolder();
  serving = await heat.serve();
  const readme = await Bun.file(join(import.meta.dir, '..', 'README.md')).text();
  answers = await runScript(scriptOf(readme));
}, TIMEOUT_MS);
afterAll(async () => {
  await serving?.stop();
  await heat?.remove();
});

describe('the quick start of README', () => {
  test('stores one event and a batch', () => {
    const [one, many] = answers as [TrackAnswer, TrackBatchAnswer];
    expect(one.ok).toBe(true);
    expect(one.projectId).toBe('my-api');
    expect(many).toMatchObject({ ok: true, accepted: 2, rejected: 0 });
    expect(many.results[0]).toMatchObject({ ok: true, eventId: 'signup-u2' });
  });

  test('answers what was sent', () => {
    const [, , dashboard, realtime, plans, series] = answers as [
      ...[unknown, unknown, DashboardAnswer, RealtimeAnswer, BreakdownAnswer, TimeseriesAnswer],
    ];
    expect(dashboard.metrics.customs.value).toBeGreaterThanOrEqual(2);
    expect(dashboard.metrics.visitors.value).toBe(2);
    expect(realtime.events.map(({ value }) => value)).toEqual(['purchase', 'signup']);
    expect(plans.items.map(({ value }) => value)).toContain('pro');
    expect(series.buckets.length).toBe(7);
    expect(series.series.map(({ value }) => value)).toContain('signup');
  });
});

describe('the terminal beside the quick start', () => {
  const run = async (...args: string[]) => {
    const ran = await heat.run(args);
    if (ran.code !== 0) throw new Error(ran.stderr);
    return ran.stdout;
  };

  test('heat stats says what the dashboard says', async () => {
    const dashboard = answers[2] as DashboardAnswer;
    const asked = ['stats', 'my-api', '--period', '30d', '--by', 'event'];
    const told = JSON.parse(await run(...asked, '--json')) as { dashboard: DashboardAnswer };
    expect(told.dashboard.metrics).toEqual(dashboard.metrics);
    const words = await run(...asked);
    expect(words).toMatch(/Custom events +3 /);
    expect(words).toMatch(/purchase +2 +2 +66\.7 %/);
  });

  test('heat export events writes every event, and heat annotate a note', async () => {
    const lines = (await run('export', 'events', '--format', 'ndjson')).trimEnd().split('\n');
    const names = lines.map((line) => (JSON.parse(line) as { name: string }).name);
    expect(names.toSorted()).toEqual(['purchase', 'purchase', 'signup']);
    const csv = await run('export', 'events', '--event', 'signup');
    expect(csv.split('\r\n').length).toBe(3);
    expect(await run('annotate', 'Deploy 1', '--at', '2026-11-20T10:00')).toContain('Deploy 1');
    const refused = await heat.run(['annotate', ' ', '--project', 'my-api']);
    expect(refused.code).toBe(2);
  });
});

/** Its lines, the server's address exchanged for the one that runs here. */
function scriptOf(readme: string): string {
  const [, block] = /<!-- quick start -->\s+```sh\n([\s\S]*?)```\s+<!-- \/quick start -->/.exec(readme) ?? [];
  if (block === undefined) throw new Error('README has no quick start');
  // Reports see an event within a second of its answer: ask once everything is there.
  return block.replace('http://localhost:4328', serving.url).replace('# ask', 'sleep 2 # ask');
}

/** One value for each call of curl. */
async function runScript(script: string): Promise<unknown[]> {
  const marked = script.replaceAll(/^(curl [\s\S]*?[^\\]\n)(?=\n|#|curl|$)/gm, '$1printf "\\n--\\n"\n');
  const child = Bun.spawn(['sh', '-e'], {
    cwd: heat.dir,
    env: { PATH: `${heat.dir}:${process.env.PATH ?? ''}`, HOME: process.env.HOME ?? '' },
    stdin: new TextEncoder().encode(marked),
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [out, error, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code !== 0) throw new Error(`the quick start ended with ${code}: ${error}`);
  return out
    .split('\n--\n')
    .filter((text) => text.trim() !== '')
    .map((text) => JSON.parse(text));
}
