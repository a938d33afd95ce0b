// The command line of the built executable, alone in an empty folder: what a person types and gets.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, type HeatFolder, makeHeatFolder } from './support/heat-process.ts';

let heat: HeatFolder;
beforeAll(async () => {
  heat = await makeHeatFolder();
});
afterAll(() => heat.remove());

describe('heat on the terminal', () => {
  test('--help explains itself, and nothing typed does it too, as a wrong call', async () => {
    const helped = await heat.run(['--help']);
    expect([helped.code, helped.stderr]).toEqual([0, '']);
    expect(helped.stdout).toContain('Example:');
    const bare = await heat.run([]);
    expect([bare.code, bare.stdout]).toEqual([2, '']);
    expect(bare.stderr).toBe(`${helped.stdout}`);
  });

  test.each([
    ['an unknown command', ['prject', 'list'], 'project'],
    ['an unknown option', ['project', 'list', '--jsn'], '--json'],
    ['a missing name', ['project', 'add'], 'name'],
    ['a bad origin', ['project', 'add', 'X', '--origin', 'not an origin'], 'not an origin'],
    ['a bad address, before any password', ['user', 'add', 'bad'], 'That is not an e-mail address'],
    ['a bad zone', ['project', 'add', 'X', '--time-zone', 'Mars/Base'], 'Mars/Base'],
    ['a rule that is neither on nor off', ['project', 'update', 'x', '--fold-case', 'yes'], '--fold-case'],
    ['two formats', ['export', 'heatmap', '/', '--json', '--format', 'csv'], 'at once'],
    ['a bad width', ['export', 'heatmap', '/', '--format', 'png', '--width', '9'], '--width'],
    ['a width of rows', ['export', 'heatmap', '/', '--width', '900'], '--format png'],
    ['rows of attention', ['export', 'heatmap', '/', '--kind', 'attention'], '--format png'],
    ['a view that cannot be shared', ['share', 'add', 'everything'], 'overview, heatmap'],
    ['a kind of what is no map', ['share', 'add', 'overview', '--kind', 'scroll'], '--kind'],
    ['a bad number of visits', ['demo', '--visits', 'many'], '--visits'],
    ['batches that are not named', ['set-aside', 'retry'], 'heat set-aside list'],
    ['a bad port', ['serve', '--port', 'http'], '--port'],
    ['a settings file that is not there', ['serve', '--config', 'gone.toml'], 'no such file'],
    ['a shell that heat does not know', ['completion', 'csh'], 'bash, zsh, fish'],
  ] as const)('%s exits 2 and says what is allowed', async (_, args, word) => {
    const ran = await heat.run(args);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(word);
    expect(ran.stderr).not.toMatch(/\n\s+at .*:\d+/);
  });

  test('version tells what the executable is made of', async () => {
    const about = JSON.parse((await heat.run(['version', '--json'])).stdout);
    expect(about).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      runtime: `bun ${Bun.version}`,
      platform: `${process.platform}-${process.arch}`,
    });
    const sbom = JSON.parse((await heat.run(['version', '--sbom'])).stdout);
    expect(sbom).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { version: about.version } },
    });
    const names = sbom.components.map(({ name }: { name: string }) => name);
    expect(names).toContain('elysia');
    const { stdout: terms } = await heat.run(['version', '--licenses']);
    expect(terms).toContain('\nelysia ');
    expect(terms).toContain('Permission is hereby granted');
  });

  test('project add prints id, write key, API key and snippet, and the list shows it', async () => {
    const ran = await heat.run(['project', 'add', 'My shop', '--origin', 'http://localhost:8080']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/id\s+my-shop/);
    expect(ran.stdout).toMatch(/write key\s+hw_\w+/);
    expect(ran.stdout).toMatch(/heat_a_\w+/);
    expect(ran.stdout).toContain('/heat.js" data-project="hw_');
    const list = await heat.run(['project', 'list', '--json']);
    expect(JSON.parse(list.stdout)).toMatchObject([
      { id: 'my-shop', name: 'My shop', origins: ['http://localhost:8080'] },
    ]);
  });

  test('a project is shown, changed and removed, the latter only when confirmed', async () => {
    const { id } = JSON.parse((await heat.run(['project', 'add', 'Old name', '--json'])).stdout) as {
      id: string;
    };
    const change = ['--name', 'New name', '--origin', 'https://a.example', '--origin', 'https://b.example'];
    const updated = await heat.run(['project', 'update', id, ...change, '--time-zone', 'Europe/Berlin']);
    expect(updated.code).toBe(0);
    expect(updated.stdout).toMatch(/origins\s+https:\/\/a\.example https:\/\/b\.example/);
    const wanted = { id, name: 'New name', timeZone: 'Europe/Berlin' };
    const shown = JSON.parse((await heat.run(['project', 'show', id, '--json'])).stdout);
    expect(shown).toMatchObject({ ...wanted, origins: ['https://a.example', 'https://b.example'] });
    await heat.run(['project', 'update', id, '--any-origin', '--visitor-snapshots', 'on']);
    expect(JSON.parse((await heat.run(['project', 'show', id, '--json'])).stdout)).toMatchObject({
      ...wanted,
      origins: [],
      settings: { visitorSnapshots: true },
    });
    const unsure = await heat.run(['project', 'remove', id]);
    expect(unsure.code).toBe(2);
    expect(unsure.stderr).toContain('--yes');
    expect((await heat.run(['project', 'show', id])).code).toBe(0);
    expect((await heat.run(['project', 'remove', id, '--yes'])).code).toBe(0);
    const gone = await heat.run(['project', 'show', id]);
    expect(gone.code).not.toBe(0);
    expect(gone.stderr).toContain(id);
  });

  test.each([
    ['nothing to change', ['project', 'update', 'my-shop'], '--name'],
    ['neither on nor off', ['project', 'update', 'my-shop', '--visitor-snapshots', 'yes'], 'on or off'],
    [
      'both kinds of origins',
      ['project', 'update', 'my-shop', '--any-origin', '--origin', 'https://a.example'],
      '--origin',
    ],
  ] as const)('project update with %s exits 2', async (_, args, word) => {
    const ran = await heat.run(args);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(word);
  });

  test('keys are made, listed without their secret, and revoked', async () => {
    const made = JSON.parse((await heat.run(['key', 'add', '--name', 'Report', '--json'])).stdout) as {
      key: { id: string };
      secret: string;
    };
    expect(made.secret).toMatch(/^heat_r_/);
    const listed = (await heat.run(['key', 'list'])).stdout;
    expect(listed).toContain('Report');
    expect(listed).not.toContain(made.secret);
    const rotated = await heat.run(['key', 'rotate', made.key.id, '--overlap', '1h']);
    expect([rotated.code, rotated.stderr]).toEqual([
      0,
      `The key ${made.key.id} works for 1h more, at most\n`,
    ]);
    expect(rotated.stdout).toMatch(/secret +heat_r_/);
    expect(rotated.stdout).not.toContain(made.secret);
    expect((await heat.run(['key', 'revoke', made.key.id])).code).toBe(0);
    expect((await heat.run(['key', 'rotate', made.key.id])).stderr).toContain('was revoked or has expired');
    const unknown = await heat.run(['key', 'revoke', 'nothere']);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('nothere');
  });

  test('user add takes the password from standard input and refuses a short one', async () => {
    const short = await heat.run(['user', 'add', 'ada@example.com', '--password-stdin'], {
      stdin: 'short\n',
    });
    expect(short.code).toBe(2);
    expect(short.stderr).toContain('12');
    const made = await heat.run(['user', 'add', 'ada@example.com', '--password-stdin', '--json'], {
      stdin: 'a long enough one\n',
    });
    expect(made.stderr).toBe('');
    expect(JSON.parse(made.stdout)).toMatchObject({ email: 'ada@example.com' });
    const again = await heat.run(['user', 'add', 'ada@example.com', '--password-stdin'], {
      stdin: 'a long enough one\n',
    });
    expect(again.code).toBe(1);
  });

  test('user add asks twice on a terminal, shows no key, and takes no two different ones', async () => {
    const add = async (email: string, ...passwords: string[]) => {
      let said = '';
      const child = Bun.spawn([join(heat.dir, 'heat'), 'user', 'add', email], {
        cwd: heat.dir,
        env: { PATH: process.env.PATH ?? '' },
        terminal: {
          data(_, bytes) {
            said += new TextDecoder().decode(bytes);
          },
        },
      });
      for (const [at, password] of passwords.entries()) {
        await eventually(async () => said.split(': ').length > at + 1);
        child.terminal?.write(`${password}\r`);
      }
      return { code: await child.exited, said };
    };
    const made = await add('eve@example.com', 'a long enough onn\x7fe', 'a long enough one');
    expect([made.code, made.said]).toEqual([0, expect.stringContaining('eve@example.com')]);
    expect(made.said).not.toContain('a long');
    const differing = await add('mallory@example.com', 'a long enough one', 'another long enough one');
    expect([differing.code, differing.said]).toEqual([2, expect.stringContaining('not the same')]);
    expect((await add('mallory@example.com', '\x03')).code).toBe(130);
    expect((await heat.run(['user', 'remove', 'eve@example.com', '--yes'])).code).toBe(0);
  });

  test('accounts are listed, get a new password and are removed, but never the last owner', async () => {
    const stdin = { stdin: 'another long password\n' };
    const owner = await heat.run(['user', 'add', 'bob@example.com', '--password-stdin'], stdin);
    expect(owner.stderr).toStartWith('bob@example.com owns everything here');
    expect((await heat.run(['user', 'list'])).stdout).toContain('bob@example.com');
    expect((await heat.run(['user', 'password', 'bob@example.com', '--password-stdin'], stdin)).code).toBe(0);
    const made = await heat.run(['user', 'password', 'bob@example.com', '--link']);
    expect(made.stdout).toMatch(/^http:\S+\/password#[\w-]{43}\n$/);
    const told = await heat.run(['user', 'password', 'bob@example.com', '--link', '--json']);
    expect(JSON.parse(told.stdout)).toMatchObject({ url: expect.stringContaining('/password#') });
    expect((await heat.run(['user', 'password', 'eve@example.com', '--link'])).code).toBe(1);
    const both = await heat.run(['user', 'password', 'bob@example.com', '--link', '--password-stdin'], stdin);
    expect([both.code, both.stderr]).toEqual([2, expect.stringContaining('--link')]);
    expect((await heat.run(['user', 'remove', 'bob@example.com', '--yes'])).code).toBe(0);
    const last = await heat.run(['user', 'remove', 'ada@example.com']);
    expect(last.code).toBe(1);
    expect(last.stderr).toContain('nobody else owns');
    const unknown = await heat.run(['user', 'password', 'eve@example.com', '--password-stdin'], stdin);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('eve@example.com');
  });

  test('a command that only reads makes no data where there is none', async () => {
    for (const command of [['project', 'list'], ['snippet'], ['user', 'list'], ['export', 'sessions']]) {
      const ran = await heat.run([...command, '--data', 'mistyped']);
      expect(ran.code).toBe(1);
      expect(ran.stderr).toContain('no heat data in "mistyped"');
    }
    expect(existsSync(join(heat.dir, 'mistyped'))).toBe(false);
  });

  test('a command whose answer cannot be written says so', async () => {
    for (const asked of ['project list', 'export sessions --project my-shop'])
      for (const flags of ['', ' --json']) {
        const shell = Bun.spawn(['sh', '-c', `./heat ${asked}${flags} > /dev/full`], {
          cwd: heat.dir,
          env: { PATH: process.env.PATH ?? '' },
          stderr: 'pipe',
        });
        const said = await new Response(shell.stderr).text();
        expect([asked, await shell.exited, said]).toEqual([
          asked,
          1,
          expect.stringContaining('disk is full'),
        ]);
        if (flags) expect(JSON.parse(said)).toMatchObject({ error: 'unavailable' });
      }
  });

  test('a snippet that only this machine can load says so, one with an address does not', async () => {
    expect((await heat.run(['snippet', '--project', 'my-shop'])).stderr).toContain('--url');
    const ran = await heat.run(['snippet', '--project', 'my-shop', '--url', 'https://heat.example/']);
    expect(ran.stdout).toContain('src="https://heat.example/heat.js"');
    expect(ran.stderr).toBe('');
    expect((await heat.run(['snippet', '--project', 'my-shop', '--url', 'shop'])).code).toBe(2);
  });

  test('a key works until the end of the day it is said to expire on', async () => {
    const made = await heat.run([
      'key',
      'add',
      '--project',
      'my-shop',
      '--name',
      'Year',
      '--expires',
      '2027-12-31',
      '--json',
    ]);
    const { key } = JSON.parse(made.stdout) as { key: { expiresAtMs: number } };
    expect(new Date(key.expiresAtMs).toISOString()).toBe('2027-12-31T23:59:59.999Z');
  });

  test('migrate says there is nothing to do, and its status names every file', async () => {
    expect((await heat.run(['migrate'])).stdout).toContain('nothing to do');
    const status = JSON.parse((await heat.run(['migrate', 'status', '--json'])).stdout) as {
      file: string;
      pending: string[];
    }[];
    expect(status.map((file) => file.file).sort()).toEqual([
      'catalog',
      'events',
      'journal',
      'replays',
      'snapshots',
    ]);
    expect(status.flatMap((file) => file.pending)).toEqual([]);
    expect((await heat.run(['migrate', 'status'])).stdout).toMatch(/journal +0001_init\n/);
  });

  test('export of an empty project is a header, and an unknown format exits 2', async () => {
    const csv = await heat.run(['export', 'sessions', '--project', 'my-shop']);
    expect(csv.code).toBe(0);
    expect(csv.stdout.trim().split('\n')).toHaveLength(1);
    expect((await heat.run(['export', 'sessions', '--format', 'xls'])).code).toBe(2);
    const unknown = await heat.run(['export', 'sessions', '--project', 'nope']);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain('my-shop');
  });
});

describe('heat serve', () => {
  const SECRET = 'k3N8vQ2xT7bY5mR1wZ9cJ4fH6dL0pS3gA';

  test('writes its start as a line of the log when nobody watches', async () => {
    const serving = await heat.serve();
    const line = await eventually(async () => serving.stderr().split('\n')[0]);
    expect(JSON.parse(line)).toMatchObject({ level: 'info', message: 'heat is running', url: serving.url });
    expect(await serving.stop()).toBe(0);
  });

  test('opens a share link that the terminal made, with its password, until the terminal ends it', async () => {
    await heat.run(['project', 'add', 'Shared shop']);
    const on = ['--project', 'shared-shop'];
    const stdin = { stdin: 'correct horse battery\n' };
    const serving = await heat.serve();
    const how = [...on, '--name', 'For the board', '--period', '7d', '--password-stdin', '--json'];
    const made = await heat.run(['share', 'add', 'overview', ...how], stdin);
    expect([made.code, made.stderr]).toEqual([0, '']);
    const { share, url } = JSON.parse(made.stdout) as { share: { id: string }; url: string };
    expect(share).toMatchObject({
      ...{ name: 'For the board', target: { view: 'overview' }, scope: { period: '7d' }, hasPassword: true },
    });
    const open = async (password?: string) => {
      const json = { token: url.split('#')[1], ...(password && { password }) };
      const answer = await fetch(`${serving.url}/api/v1/shared`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(json),
      });
      return answer.status;
    };
    expect([await open(), await open('correct horse battery')]).toEqual([401, 200]);
    const list = await heat.run(['share', 'list', ...on]);
    expect(list.stdout).toMatch(/For the board\s+overview\s+yes/);
    expect(list.stdout).not.toContain(url.split('#')[1] ?? '?');
    expect((await heat.run(['share', 'revoke', share.id, ...on])).code).toBe(0);
    expect(await open('correct horse battery')).toBe(404);
    expect((await heat.run(['share', 'revoke', share.id, ...on])).code).toBe(1);
    const badDays = await heat.run(['share', 'add', 'sessions', ...on, '--days', '0']);
    expect([badDays.code, badDays.stderr]).toEqual([2, expect.stringContaining('1 to 365')]);
    for (const nothing of [
      ['heatmap', '/nope'],
      ['funnel', 'nope'],
    ])
      expect((await heat.run(['share', 'add', ...nothing, ...on])).code).toBe(1);
    expect(JSON.parse((await heat.run(['share', 'list', ...on, '--json'])).stdout)).toEqual([]);
    await serving.stop();
  });

  test('leaves no folder behind when it cannot listen, and says what to do', async () => {
    const taken = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } });
    const place = ['--host', '127.0.0.1', '--port', String(taken.port)];
    try {
      const ran = await heat.run(['serve', ...place, '--data', 'fresh']);
      expect([ran.code, ran.stdout]).toEqual([1, '']);
      expect(ran.stderr).toContain(`port ${taken.port}: it is in use`);
      expect(ran.stderr).toContain('--port');
      expect(existsSync(join(heat.dir, 'fresh'))).toBe(false);
    } finally {
      taken.stop(true);
    }
  });

  test('writes only words for people on a terminal', async () => {
    let said = '';
    const child = Bun.spawn([join(heat.dir, 'heat'), 'serve', '--port', '0', '--host', '127.0.0.1'], {
      cwd: heat.dir,
      env: { PATH: process.env.PATH ?? '' },
      terminal: {
        data(_, bytes) {
          said += new TextDecoder().decode(bytes);
        },
      },
    });
    try {
      await eventually(async () => /is running at \S+/.test(said));
    } finally {
      child.kill();
    }
    expect(await child.exited).toBe(0);
    expect(said).not.toContain('{"at"');
  });

  test('set-aside lists what is kept, here nothing, and changes nothing under a running server', async () => {
    const none = await heat.run(['set-aside', 'list']);
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('No batch') });
    expect(await heat.run(['set-aside', 'remove', '--all'])).toMatchObject({
      code: 0,
      stdout: '0 batches\n',
    });
    const missing = await heat.run(['set-aside', 'show', '7']);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('no batch 7')]);
    const serving = await heat.serve();
    const beside = await heat.run(['set-aside', 'retry', '--all']);
    expect([beside.code, beside.stderr]).toEqual([1, expect.stringContaining('already running')]);
    expect((await heat.run(['set-aside', 'list', '--json'])).stdout.trim()).toBe('[]');
    await serving.stop();
  });

  test('warns of a secret among its arguments without repeating it, and of none in the environment', async () => {
    const open = await heat.serve(['--secret', SECRET]);
    await open.stop();
    expect(open.stderr()).toContain('Warning: everybody on this machine can read --secret');
    expect(open.stdout() + open.stderr()).not.toContain(SECRET);
    const closed = await heat.serve([], { env: { HEAT_SECRET: SECRET } });
    await closed.stop();
    expect(closed.stderr()).not.toContain('Warning');
  });
});
