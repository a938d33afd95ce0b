// heat.toml and the built executable: one file serves the server and every command, and is told of truthfully.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type HeatFolder, makeHeatFolder, type Ran } from './support/heat-process.ts';
import { ipDatabaseFile } from './support/ip-database-file.ts';

const SECRET = 'k3N8vQ2xT7bY5mR1wZ9cJ4fH6dL0pS3gA';
const FILE = `# settings of a test
public-url = "https://heat.example"
data = "data/of-file"
log-level = "silent"
`;

let heat: HeatFolder;
beforeAll(async () => {
  heat = await makeHeatFolder();
  await mkdir(join(heat.dir, 'etc'));
});
beforeEach(async () => {
  await rm(join(heat.dir, 'heat.toml'), { force: true });
});
afterAll(() => heat.remove());

const write = (name: string, text: string) => writeFile(join(heat.dir, name), text);
const done = async (ran: Promise<Ran>): Promise<string> => {
  const { code, stdout, stderr } = await ran;
  if (code !== 0) throw new Error(stderr);
  return stdout;
};

describe('a settings file', () => {
  test('serves every command, each below its flags and variables', async () => {
    await write('heat.toml', FILE);
    const added = await done(heat.run(['project', 'add', 'Of the file']));
    expect(added).toContain('src="https://heat.example/heat.js"');
    expect(existsSync(join(heat.dir, 'data/of-file/catalog.db'))).toBe(true);
    const env = { HEAT_DATA: 'data/of-variable', HEAT_PUBLIC_URL: 'https://variable.example' };
    expect(await done(heat.run(['project', 'add', 'Of the variable'], { env }))).toContain(
      'variable.example',
    );
    await done(heat.run(['project', 'add', 'Of the flag', '--data', 'data/of-flag'], { env }));
    const names = async (...args: string[]) =>
      (
        JSON.parse(await done(heat.run(['project', 'list', '--json', ...args], { env }))) as {
          name: string;
        }[]
      ).map(({ name }) => name);
    expect(await names('--data', 'data/of-file')).toEqual(['Of the file']);
    expect(await names()).toEqual(['Of the variable']);
    expect(await names('--data', 'data/of-flag')).toEqual(['Of the flag']);
  });

  test('may be named, and its paths begin in its own folder', async () => {
    await write('heat.toml', 'port = "this one is not read"');
    await write('etc/shop.toml', 'data = "../data/of-shop"');
    await done(heat.run(['project', 'add', 'Shop', '--config', 'etc/shop.toml']));
    expect(existsSync(join(heat.dir, 'data/of-shop/catalog.db'))).toBe(true);
    const env = { HEAT_CONFIG: 'etc/shop.toml' };
    expect(await done(heat.run(['project', 'list'], { env }))).toContain('Shop');
    const serving = await heat.serve(['--config', 'etc/shop.toml']);
    const file = join(heat.dir, 'etc/shop.toml');
    expect(serving.stdout()).toContain(`, with the settings of ${file}`);
    const beside = await heat.run(['serve', '--port', '0', '--config', 'etc/shop.toml']);
    await serving.stop();
    expect([beside.code, beside.stderr]).toEqual([1, expect.stringContaining('already running')]);
  });

  test('that is wrong stops every command but the demo, which reads none', async () => {
    await write('heat.toml', 'prot = 1\n\nport = 99999\n');
    for (const command of [['serve'], ['project', 'list'], ['config'], ['config', 'check']]) {
      const { code, stdout, stderr } = await heat.run(command);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('heat knows no setting prot (heat.toml, line 1). Did you mean port?');
      expect(stderr).toContain(
        'Cannot use port "99999" (heat.toml, line 3). Allowed: a whole number from 0 to 65535',
      );
    }
    const demo = await heat.run(['demo', '--port', 'http']);
    expect([demo.code, demo.stderr]).toEqual([2, expect.not.stringContaining('heat.toml')]);
    await write('heat.toml', 'a = 1\n\nport = 43x28\n');
    expect((await heat.run(['config', 'check'])).stderr).toContain(
      '"heat.toml": line 3: Unexpected character',
    );
    await chmod(join(heat.dir, 'heat.toml'), 0o666);
    expect((await heat.run(['config', 'check'])).stderr).toContain('everybody may write it');
  });
});

describe('heat config', () => {
  test('shows what holds and who says so, and no secret', async () => {
    await write('heat.toml', FILE);
    const env = { HEAT_SECRET: SECRET, HEAT_DURABILITY: 'normal' };
    const shown = await heat.run(['config', '--port', '80', '--trust-proxy', 'loopback,10.0.0.0/8'], { env });
    expect(shown.code).toBe(0);
    const rows = shown.stdout.split('\n').map((line) => line.split(/ {2,}/));
    for (const row of [
      ['port', '80', '--port'],
      ['host', '0.0.0.0', 'default'],
      ['data', join(heat.dir, 'data/of-file'), 'heat.toml, line 3'],
      ['public-url', 'https://heat.example', 'heat.toml, line 2'],
      ['trust-proxy', 'loopback, 10.0.0.0/8', '--trust-proxy'],
      ['country-header', 'none', 'default'],
      ['ip-database', 'none', 'default'],
      ['durability', 'normal', 'HEAT_DURABILITY'],
      ['secret', 'set, not shown', 'HEAT_SECRET'],
    ])
      expect(rows).toContainEqual(row);
    expect(shown.stderr).toContain(join(heat.dir, 'heat.toml'));
    const machine = await done(heat.run(['config', '--json'], { env }));
    expect(shown.stdout + shown.stderr + machine).not.toContain(SECRET);
    const { file, settings } = JSON.parse(machine);
    expect(file).toEqual({ path: join(heat.dir, 'heat.toml'), namedBy: 'folder' });
    expect(settings).toContainEqual({ name: 'port', value: 4328, source: 'default', place: null });
    expect(settings).toContainEqual({
      ...{ name: 'log-level', value: 'silent', source: 'file', place: 'heat.toml, line 4', line: 4 },
    });
    expect(settings).toContainEqual({
      ...{ name: 'secret', value: null, isSet: true, source: 'variable', place: 'HEAT_SECRET' },
    });
    expect(settings).toContainEqual({ name: 'trust-proxy', value: [], source: 'default', place: null });
  });

  test('checks the IP database, and says what it is', async () => {
    await write('heat.toml', 'ip-database = "etc/countries.mmdb"');
    const missing = await heat.run(['config', 'check']);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining('there is no such file')]);
    expect((await heat.run(['serve', '--port', '0'])).code).toBe(2);
    const networks = [['81.2.69.0/24', { country_code: 'GB' }]] as const;
    const bytes = ipDatabaseFile({ networks, kind: 'Test', builtAtMs: Date.UTC(2020, 0, 31) });
    await writeFile(join(heat.dir, 'etc/countries.mmdb'), bytes);
    const { code, stdout, stderr } = await heat.run(['config', 'check']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('IP database: "Test" of 2020-01-31, ')]);
    expect(stderr).toMatch(/Warning: it is \d+ days old/);
    expect(JSON.parse(await done(heat.run(['config', 'check', '--json']))).ipDatabase.kind).toBe('Test');
  });

  test('writes an example that is a good file and changes nothing, also over a broken one', async () => {
    await write('heat.toml', 'broken');
    const example = await done(heat.run(['config', 'example']));
    await write('heat.toml', example);
    expect(await done(heat.run(['config', 'check']))).toContain('Nothing is wrong');
    const { settings } = JSON.parse(await done(heat.run(['config', '--json'])));
    expect(new Set(settings.map(({ source }: { source: string }) => source))).toEqual(new Set(['default']));
  });
});
