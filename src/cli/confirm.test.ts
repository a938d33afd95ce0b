import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { compactBody, compactEvents, NOW_MS } from '../../test/support/ingest-bodies.ts';
import { runHeat } from '../../test/support/run-heat.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';

const AGENT = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Firefox/148.0' };
// One after the other on the same data: what is taken away goes last.
let heat: TestHeat;
let shop: Awaited<ReturnType<typeof addProject>>;

beforeAll(async () => {
  heat = await openTestHeat();
  shop = await addProject(heat, 'My shop');
  const { pageview, click, custom } = compactEvents;
  const json = compactBody([pageview, click, custom]);
  await heat.call('POST', `/ingest?key=${shop.writeKey}`, { json, headers: AGENT });
  await heat.applyAll();
});
afterAll(() => heat.close());

const on = (...args: string[]) => runHeat(...args, '--data', heat.dataDir);
const forget = (...args: string[]) => on('forget', '--project', 'my-shop', ...args);
const line = (words: string) => `heat ${words} --data ${heat.dataDir} --yes`;
const found = async () => (await heat.rooms.projects.list()).find(({ id }) => id === shop.id);
const isThere = async () => (await found()) !== undefined;
const orders = async () => {
  const project = await found();
  return project && (await heat.rooms.forgettings.list(project)).length;
};

describe('heat forget', () => {
  test('says what would go and the line that does it, and changes nothing', async () => {
    const ran = await forget('--user', 'anna@shop.example');
    expect(ran.code).toBe(2);
    expect(ran.stdout).toMatch(/would go +everything of the user anna@shop\.example/);
    expect(ran.stdout).toMatch(/sessions +1 of 1 visitor\n/);
    expect(ran.stdout).toMatch(/events +3\n/);
    expect(ran.stderr).not.toContain('error');
    expect(ran.stderr).toEndWith(`  ${line('forget --project my-shop --user anna@shop.example')}\n`);
    expect(await orders()).toBe(0);
  });

  test('succeeds with --dry-run, and tells programs the same', async () => {
    const ran = await forget('--user', 'anna@shop.example', '--dry-run', '--json');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(JSON.parse(ran.stdout)).toEqual({
      ...{ done: false, project: 'my-shop', kind: 'user', id: 'anna@shop.example' },
      summary: expect.objectContaining({ sessions: 1, events: 3, visitors: 1 }),
      ...{ namings: 0, keptBatches: 0, backups: 0 },
      command: expect.stringMatching(/^heat forget .*--json.* --yes$/),
    });
    const unsure = await forget('--user', 'anna@shop.example', '--json');
    expect([unsure.code, JSON.parse(unsure.stdout).done]).toEqual([2, false]);
    expect(JSON.parse(unsure.stderr)).toMatchObject({ error: 'invalid', code: 'unconfirmed' });
    expect(await orders()).toBe(0);
  });

  test.each([
    ['user', 'nobody@shop.example'],
    ['user', 'Anna@shop.example'],
    ['visitor', 'c:nobody'],
  ])('says that nothing is stored of the %s %s, whatever is asked', async (kind, id) => {
    const commands = [['forget'], ['forget', '--yes'], ['forget', '--dry-run'], ['export', 'person']];
    for (const command of commands) {
      const asked = [...command, '--project', 'my-shop', `--${kind}`, id];
      const ran = await on(...asked);
      expect([ran.code, ran.stdout]).toEqual([1, '']);
      expect(ran.stderr).toContain(`Nothing is stored of the ${kind} "${id}" in the project "my-shop"`);
      const told = await on(...asked, '--json');
      expect([told.code, told.stdout]).toEqual([1, '']);
      expect(JSON.parse(told.stderr)).toMatchObject({ error: 'not_found', code: 'nobody', details: { id } });
    }
    expect(await orders()).toBe(0);
  });

  test('does not say nothing of somebody whom a stopped heat has not applied yet', async () => {
    const json = compactBody([compactEvents.pageview], {
      ...{ ids: 'late-', user: { id: 'late@shop.example' }, visitorId: 'late' },
      session: { id: 'late', startedAt: NOW_MS - 1_000, lastSeenAt: NOW_MS },
    });
    await heat.call('POST', `/ingest?key=${shop.writeKey}`, { json, headers: AGENT });
    const ran = await forget('--user', 'late@shop.example', '--yes', '--json');
    expect([ran.code, JSON.parse(ran.stderr).code]).toEqual([1, 'not_applied']);
    await heat.applyAll();
    expect((await forget('--user', 'late@shop.example', '--dry-run')).code).toBe(0);
  });

  test('says so too on data that no server has been on', async () => {
    using dir = tempDir();
    const data = ['--data', dir.join('data')];
    expect((await runHeat('project', 'add', 'Fresh', ...data)).code).toBe(0);
    const ran = await runHeat('forget', '--user', 'anna@shop.example', ...data, '--json');
    expect([ran.code, JSON.parse(ran.stderr).code]).toEqual([1, 'nobody']);
  });

  test('refuses to do it and only to say it', async () => {
    const ran = await forget('--user', 'anna@shop.example', '--yes', '--dry-run');
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining('either --yes or --dry-run')]);
    expect(await orders()).toBe(0);
  });

  test('takes the order with --yes', async () => {
    const ran = await forget('--user', 'anna@shop.example', '--yes', '--json');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(JSON.parse(ran.stdout)).toMatchObject({ done: false, kind: 'user', removed: null });
    expect(await orders()).toBe(1);
  });
});

describe('heat purge', () => {
  const range = ['--from', '2020-01-01', '--to', '2020-12-31'];
  const purge = (...args: string[]) => on('purge', 'sessions', '--project', 'my-shop', ...args);
  const now = [
    ...['--from', new Date(NOW_MS - 3_600_000).toISOString()],
    ...['--to', new Date(NOW_MS + 3_600_000).toISOString()],
  ];
  const purges = async () => JSON.parse((await on('purge', 'list', '--project', 'my-shop', '--json')).stdout);

  test('says what would go and the line that does it, and changes nothing', async () => {
    const unsure = await purge(...now, '--filter', 'browser:is:Firefox');
    expect(unsure.code).toBe(2);
    expect(unsure.stdout).toMatch(/filters +browser:is:Firefox\n/);
    expect(unsure.stdout).toMatch(/sessions +2 of 2 visitors, with their recordings\nevents +4\n/);
    const words = ['purge', 'sessions', '--project', 'my-shop', ...now, '--filter', 'browser:is:Firefox'];
    expect(unsure.stderr).toEndWith(`  ${line(words.join(' '))}\n`);
    const dry = await purge(...now, '--dry-run', '--json');
    expect([dry.code, dry.stderr]).toEqual([0, '']);
    const told = { done: false, project: 'my-shop', sessions: 2, events: 4, filters: [], bots: false };
    expect(JSON.parse(dry.stdout)).toMatchObject(told);
    expect(await purges()).toEqual([]);
  });

  test.each([
    ['nothing in that time', range, 1, 'nothing_to_purge'],
    ['a person', [...now, '--filter', 'user:is:anna@shop.example'], 2, 'names_a_person'],
    ['no range', ['--from', '2020-01-01'], 2, 'bad_call'],
  ])('refuses %s, whatever is asked', async (_, asked, exit, code) => {
    for (const more of [[], ['--yes'], ['--dry-run']]) {
      const ran = await purge(...asked, ...more, '--json');
      expect([ran.code, JSON.parse(ran.stderr).code]).toEqual([exit, code]);
    }
    expect(await purges()).toEqual([]);
  });

  test('takes the order with --yes, and lists it', async () => {
    const ran = await purge(...now, '--filter', 'country:is:(none)', '--yes', '--json');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(JSON.parse(ran.stdout)).toMatchObject({ done: false, removed: null });
    expect(await purges()).toMatchObject([{ filters: ['country:is:(none)'], askedBy: 'terminal' }]);
    const table = await on('purge', 'list', '--project', 'my-shop', '--format', 'table');
    expect(table.stdout).toContain('country:is:(none)');
    expect(table.stdout).toContain('under way');
  });
});

describe('heat project', () => {
  test('update asks before it tells sums only, and for nothing else', async () => {
    const isSums = async () =>
      JSON.parse((await on('project', 'show', 'my-shop', '--json')).stdout).settings.aggregateOnly;
    const sums = ['project', 'update', 'my-shop', '--aggregate-only', 'on'];
    const unsure = await on(...sums);
    expect([unsure.code, unsure.stderr]).toEqual([2, expect.stringContaining(line(sums.join(' ')))]);
    expect(unsure.stdout).toMatch(/for good +2 sessions measured/);
    expect((await on(...sums, '--dry-run')).code).toBe(0);
    expect(await isSums()).toBe(false);
    expect((await on('project', 'update', 'my-shop', '--name', 'New')).code).toBe(0);
    expect((await on(...sums, '--yes')).code).toBe(0);
    expect(await isSums()).toBe(true);
    // It is so already: nothing is lost by saying it again.
    expect((await on(...sums)).code).toBe(0);
  });

  test('remove says what would go, and removes with --yes alone', async () => {
    const unsure = await on('project', 'remove', 'my-shop');
    expect(unsure.code).toBe(2);
    expect(unsure.stdout).toMatch(/sessions +2\nevents +4\nAPI keys +1\n$/);
    expect(unsure.stderr).toEndWith(`  ${line('project remove my-shop')}\n`);
    const dry = await on('project', 'remove', 'my-shop', '--dry-run', '--json');
    expect(dry.code).toBe(0);
    const told = { done: false, project: 'my-shop', sessions: 2, events: 4, keys: 1 };
    expect(JSON.parse(dry.stdout)).toMatchObject(told);
    expect(await isThere()).toBe(true);
    expect((await on('project', 'remove', 'my-shop', '--yes')).code).toBe(0);
    expect(await isThere()).toBe(false);
  });
});

describe('heat user', () => {
  const add = (email: string) =>
    heat.rooms.accounts.addUser({ email, password: 'a long enough one' }, 'terminal');
  const emails = async () => (await heat.rooms.accounts.listUsers()).map(({ email }) => email);

  test('remove says what would go, and removes with --yes alone', async () => {
    await add('ada@shop.example');
    await add('bob@shop.example');
    const unsure = await on('user', 'remove', 'bob@shop.example');
    expect(unsure.code).toBe(2);
    expect(unsure.stdout).toMatch(
      /would go +the account bob@shop\.example .*\nmay do now +everything here\n$/,
    );
    expect(unsure.stderr).toEndWith(`  ${line('user remove bob@shop.example')}\n`);
    const dry = await on('user', 'remove', 'bob@shop.example', '--dry-run', '--json');
    expect([dry.code, dry.stderr]).toEqual([0, '']);
    expect(JSON.parse(dry.stdout)).toMatchObject({ done: false, email: 'bob@shop.example', memberships: 0 });
    expect(await emails()).toContain('bob@shop.example');
    expect((await on('user', 'remove', 'bob@shop.example', '--yes')).code).toBe(0);
    expect(await emails()).not.toContain('bob@shop.example');
  });

  test.each([
    ['the last owner', 'ada@shop.example', 'last_owner'],
    ['nobody', 'eve@shop.example', 'not_found'],
  ])('remove refuses %s, whatever is asked', async (_, email, code) => {
    for (const more of [[], ['--yes'], ['--dry-run']]) {
      const ran = await on('user', 'remove', email, ...more, '--json');
      expect([ran.code, ran.stdout, JSON.parse(ran.stderr).code]).toEqual([1, '', code]);
    }
  });
});
