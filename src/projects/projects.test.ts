import { Database } from 'bun:sqlite';
import { describe, expect, test } from 'bun:test';
import { testCatalog } from '../../test/support/catalog.ts';
import { testClock } from '../../test/support/test-clock.ts';
import { PLAIN_PAGE_RULES } from '../contract/page-rules.ts';
import { createProjects, type ProjectRequest } from './projects.ts';

describe('create()', () => {
  test('create() answers the stored project and its first API key', async () => {
    await using data = await arrange();
    const request = { name: ' My shop ', origins: ['https://Shop.example/'], timeZone: 'europe/berlin' };
    const { project, apiKey } = await data.projects.create(request, 'terminal');
    expect(project).toEqual({
      no: 1,
      id: 'my-shop',
      name: 'My shop',
      pageRules: PLAIN_PAGE_RULES,
      origins: ['https://shop.example'],
      timeZone: 'Europe/Berlin',
      writeKey: project.writeKey,
      createdAtMs: data.clock.nowMs(),
      settings: {},
    });
    expect(project.writeKey).toMatch(/^hw_[0-9a-z]{24}$/);
    expect(apiKey).toBe('key of 1 by terminal');
    expect(await data.projects.find('my-shop')).toEqual(project);
    expect(await data.projects.findByNo(1)).toEqual(project);
    expect(await data.projects.list()).toEqual([project]);
  });

  test('create() gives each project of one name its own id, many at once too', async () => {
    await using data = await arrange();
    const made = await Promise.all(
      Array.from({ length: 5 }, () => data.projects.create({ name: 'Shop' }, 'terminal')),
    );
    const ids = made.map(({ project }) => project.id).sort();
    expect(ids).toEqual(['shop', 'shop-2', 'shop-3', 'shop-4', 'shop-5']);
    expect(new Set(made.map(({ project }) => project.writeKey)).size).toBe(5);
  });

  test('create() leaves nothing behind when the first key cannot be made', async () => {
    await using data = await arrange();
    const failing = createProjects({
      catalog: data.catalog,
      clock: data.clock,
      createFirstKey: () => Promise.reject(new Error('no key')),
    });
    await expect(failing.create({ name: 'Shop' }, 'terminal')).rejects.toThrow('no key');
    expect(await data.projects.list()).toEqual([]);
  });

  const refused: [name: string, request: ProjectRequest, code: string][] = [
    ['an empty name', { name: '  ' }, 'invalid_name'],
    ['a name with a line break', { name: 'a\nb' }, 'invalid_name'],
    ['a long name', { name: 'x'.repeat(81) }, 'invalid_name'],
    ['a bad origin', { name: 'Shop', origins: ['shop.example'] }, 'invalid_origin'],
    ['an unknown zone', { name: 'Shop', timeZone: 'Mars/Olympus' }, 'unknown_time_zone'],
    ['a zone that is an offset', { name: 'Shop', timeZone: '+01:00' }, 'unknown_time_zone'],
    ['an empty zone', { name: 'Shop', timeZone: '' }, 'unknown_time_zone'],
  ];
  for (const [name, request, code] of refused) {
    test(`create() throws ${code} when it gets ${name}`, async () => {
      await using data = await arrange();
      const refusal = { kind: 'invalid', faultCode: code };
      await expect(data.projects.create(request, 'terminal')).rejects.toMatchObject(refusal);
      expect(await data.projects.list()).toEqual([]);
    });
  }
});

describe('update() and the rest', () => {
  test('update() changes what is given and checks it', async () => {
    await using data = await arrange();
    const { project } = await data.projects.create(
      { name: 'Shop', origins: ['https://a.example'] },
      'terminal',
    );
    const renamed = await data.projects.update('shop', { name: 'Store' }, 'terminal');
    expect(renamed).toEqual({ ...project, name: 'Store' });
    const opened = await data.projects.update('shop', { origins: [], timeZone: 'Asia/Tokyo' }, 'terminal');
    expect(opened).toEqual({ ...renamed, origins: [], timeZone: 'Asia/Tokyo' });
    const sampled = await data.projects.update('shop', { settings: { visitorSnapshots: true } }, 'terminal');
    expect(sampled).toEqual({ ...opened, settings: { visitorSnapshots: true } });
    const bad = data.projects.update('shop', { name: 'Fine', timeZone: 'nowhere' }, 'terminal');
    await expect(bad).rejects.toMatchObject({ kind: 'invalid' });
    expect(await data.projects.find('shop')).toEqual(sampled);
  });

  test('rotateWriteKey() ends the old key', async () => {
    await using data = await arrange();
    const { project } = await data.projects.create({ name: 'Shop' }, 'terminal');
    const rotated = await data.projects.rotateWriteKey('shop', 0, 'terminal');
    expect(rotated.writeKey).not.toBe(project.writeKey);
    expect(await data.catalog.findProjectByWriteKey(project.writeKey)).toBeNull();
    expect(await data.catalog.findProjectByWriteKey(rotated.writeKey)).toEqual(rotated);
  });

  test('update(), rotateWriteKey() and remove() throw not_found when there is no such project', async () => {
    await using data = await arrange();
    const attempts = [
      () => data.projects.update('none', { name: 'x' }, 'terminal'),
      () => data.projects.rotateWriteKey('none', 0, 'terminal'),
      () => data.projects.remove('none', 'terminal'),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ kind: 'not_found' });
  });

  test('every change stands in the audit log with who did it', async () => {
    await using data = await arrange();
    await data.projects.create({ name: 'Shop' }, 'user:u1');
    await data.projects.update('shop', { name: 'Store' }, 'key:k1');
    await data.projects.rotateWriteKey('shop', 0, 'user:u1');
    await data.projects.remove('shop', 'terminal');
    const db = new Database(data.path, { readonly: true });
    const acts = db.query('select actor, action, target from audit order by id').values();
    db.close();
    expect(acts).toEqual([
      ['user:u1', 'project.create', 'project:shop'],
      ['key:k1', 'project.update', 'project:shop'],
      ['user:u1', 'project.rotate_write_key', 'project:shop'],
      ['terminal', 'project.remove', 'project:shop'],
    ]);
  });
});

async function arrange() {
  const data = await testCatalog();
  const { catalog, path } = data;
  const clock = testClock();
  const createFirstKey = async (projectNo: number, actor: string) => `key of ${projectNo} by ${actor}`;
  return {
    projects: createProjects({ catalog, clock, createFirstKey }),
    catalog,
    clock,
    path,
    [Symbol.asyncDispose]: () => data[Symbol.asyncDispose](),
  };
}
