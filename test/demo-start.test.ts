// `heat demo` stopped while it makes up visits, killed while it does, and started again: what is there in the end is
// what one quiet start would have made, each event once.

import { afterEach, expect, test } from 'bun:test';
import { join } from 'node:path';
import { type HeatFolder, makeHeatFolder } from './support/heat-process.ts';

const ARGS = ['--visits', '900', '--days', '20', '--no-traffic'];
const PROJECT = 'kettle-leaf-demo';

let heat: HeatFolder | undefined;
afterEach(() => heat?.remove());

/** Starts the demo, ends it by `signal` as soon as it makes up visits; its exit code and words. */
async function endEarly(dir: string, signal: NodeJS.Signals): Promise<{ code: number; said: string }> {
  const child = Bun.spawn([join(dir, 'heat'), 'demo', '--port', '0', '--host', '127.0.0.1', ...ARGS], {
    ...{ cwd: dir, env: { PATH: '', NO_COLOR: '1' } },
    ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  });
  const out = new Response(child.stdout).text();
  const decoder = new TextDecoder();
  let said = '';
  for await (const chunk of child.stderr) {
    const wasMaking = said.includes('Making up');
    said += decoder.decode(chunk, { stream: true });
    if (!wasMaking && said.includes('Making up')) child.kill(signal);
  }
  const code = await child.exited;
  return { code, said: (await out) + said };
}

test('heat demo goes on where it was stopped or killed, and stores each event once', async () => {
  heat = await makeHeatFolder();
  const stopped = await endEarly(heat.dir, 'SIGTERM');
  expect(stopped).toEqual({
    code: 0,
    said: 'Making up 900 visits, once…\nNot all visits are made up yet: the next start goes on with them.\n',
  });
  expect((await endEarly(heat.dir, 'SIGKILL')).said).toBe('Making up 900 visits, once…\n');

  const serving = await heat.serve(ARGS, { command: 'demo' });
  const [, visits = '', events = ''] = /Made up (\S+) visits with (\S+) events/.exec(serving.stdout()) ?? [];
  expect(visits).toBe('900');
  const asked = await heat.run(['stats', PROJECT, '--data', 'heat-demo', '--period', '30d', '--json']);
  const { metrics } = JSON.parse(asked.stdout).dashboard;
  expect(metrics.events.value).toBe(Number(events.replaceAll(',', '')));
  expect(await serving.stop()).toBe(0);

  // What is whole is left alone.
  const again = await heat.serve(ARGS, { command: 'demo' });
  expect(again.stdout() + again.stderr()).not.toContain('aking up');
  expect(await again.stop()).toBe(0);
}, 60_000);
