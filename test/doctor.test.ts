// heat doctor of the built executable: beside a running server, after a kill, on broken files, and what it never prints.

import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addProject, eventually, type HeatFolder, makeHeatFolder } from './support/heat-process.ts';

let heat: HeatFolder;
beforeEach(async () => {
  heat = await makeHeatFolder();
});
afterEach(() => heat.remove());

type Told = {
  counts: { fault: number };
  findings: { check: string; level: string; what: string; todo: string | null }[];
};

async function doctor(
  args: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<{ code: number; told: Told; stdout: string }> {
  const { code, stdout } = await heat.run(['doctor', '--json', ...args], { env });
  return { code, stdout, told: JSON.parse(stdout) as Told };
}
const levelOf = ({ findings }: Told, name: string) => findings.find(({ check }) => check === name)?.level;

test('looks at a running heat and at a page, and names what was refused and the command that lets it in', async () => {
  const project = await addProject(heat, 'Shop', ['https://shop.example']);
  const serving = await heat.serve();
  const send = (origin: string) =>
    fetch(`${serving.url}/ingest`, {
      method: 'POST',
      body: '{}',
      headers: { origin, 'x-project-key': project.writeKey },
    });
  expect((await send('https://www.shop.example')).status).toBe(403);
  const page = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () =>
      new Response(`<html>${project.snippet}<script type="x\u001b[31m" src="/heat.js"></script>`, {
        headers: { 'content-type': 'text/html', 'content-security-policy': "script-src 'self'" },
      }),
  });
  const site = `http://127.0.0.1:${page.port}/?token=abcdefgh`;
  const { code, told, stdout } = await doctor(['--site', site], { HOME: heat.dir });
  await page.stop(true);
  expect(code).toBe(1);
  expect(told.findings.filter(({ level }) => level === 'fault').map(({ check }) => check)).toContain(
    'site.policy',
  );
  // What the page says commands no terminal.
  expect(told.findings.map(({ what }) => what).join()).toContain('type="x\ufffd[31m"');
  expect(levelOf(told, 'server.running')).toBe('ok');
  expect(levelOf(told, 'server.ready')).toBe('ok');
  expect(levelOf(told, 'server.version')).toBe('ok');
  expect(told.findings.find(({ check }) => check === 'projects.refusals')).toMatchObject({
    level: 'warning',
    todo: 'If it is yours: heat project update shop --origin https://shop.example --origin https://www.shop.example',
  });

  // Everything that is secret, wherever it might have come from.
  const state = (await (
    await fetch(`${serving.url.replace('127.0.0.1', 'localhost')}/api/v1/installation`)
  ).json()) as { probe: string };
  const secret = readFileSync(join(heat.dir, 'heat-data', 'secret'), 'utf8').trim();
  const salt = (
    JSON.parse(readFileSync(join(heat.dir, 'heat-data', 'salt.json'), 'utf8')) as { salt: string }
  ).salt;
  for (const hidden of [project.writeKey, project.apiKey, secret, salt, state.probe, 'abcdefgh']) {
    expect(hidden.length).toBeGreaterThan(7);
    expect(stdout).not.toContain(hidden);
  }
});

test('tells of a killed heat, and of a damaged file before and after', async () => {
  await addProject(heat, 'Shop');
  const serving = await heat.serve();
  await serving.stop('SIGKILL');
  const killed = await eventually(async () => {
    const looked = await doctor();
    return looked.told.findings.some(({ what }) => what.includes('did not stop by itself')) && looked;
  });
  expect(killed.code).toBe(0);
  truncateSync(join(heat.dir, 'heat-data', 'events.db'), 9_000);
  const broken = await doctor();
  expect(broken.code).toBe(1);
  expect(levelOf(broken.told, 'files.sound')).toBe('fault');
  const spoken = await heat.run(['doctor']);
  expect(spoken.code).toBe(1);
  expect(spoken.stdout).toMatch(/fault +The data file is damaged.*\n +→ Stop heat, keep a copy/);
  expect(spoken.stdout).toMatch(/\n1 fault, /);
});

/** A file system of some megabytes, in a space of mounts of its own; whoever may not make one cannot test it. */
const inSmallDisk = (dir: string, script: string) =>
  Bun.spawnSync(
    ['unshare', ownMounts ?? '', 'sh', '-c', `mount -t tmpfs -o size=8m tmpfs small && ${script}`],
    {
      ...{ cwd: dir, env: { PATH: process.env.PATH ?? '', NO_COLOR: '1' } },
    },
  );
/** With a space of users, too, or without, where a machine allows root that alone. None of them: the test is skipped. */
const ownMounts = ['-rm', '-m'].find((option) => {
  try {
    return Bun.spawnSync(['unshare', option, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).exitCode === 0;
  } catch {
    return false;
  }
});

test.skipIf(!ownMounts)('finds a full disk, and data that lies in memory', () => {
  mkdirSync(join(heat.dir, 'small'));
  const fill = 'dd if=/dev/zero of=small/fill bs=64k 2> dd.log';
  const { stdout } = inSmallDisk(
    heat.dir,
    `./heat project add Shop --data small/data > added.log 2>&1; ${fill}; ./heat doctor --json --data small/data`,
  );
  const told = JSON.parse(stdout.toString()) as Told;
  expect(levelOf(told, 'data.room')).toBe('fault');
  expect(levelOf(told, 'data.disk')).toBe('warning');
  // SQLite needs some room to open them: that is no damage.
  expect(told.counts.fault).toBe(1);
});

test('says where to begin when there is no data, and refuses what is no page', async () => {
  const { code, told } = await doctor();
  expect(code).toBe(1);
  expect(told.findings).toHaveLength(1);
  expect(told.findings[0]).toMatchObject({
    check: 'data.there',
    todo: expect.stringContaining('heat serve'),
  });
  expect((await heat.run(['doctor', '--site', 'ftp://x'])).code).toBe(2);
});
