// heat import as it is called, beside a running heat and without one.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type TempDir, tempDir } from '../../../test/support/temp-dir.ts';
import { type Heat, startHeat } from '../../app.ts';
import { readConfig } from '../../config/config.ts';
import type { ImportLine } from '../../contract/import-line.ts';
import { systemClock } from '../../lib/clock.ts';
import { createLog } from '../../lib/log.ts';
import { openCatalog } from '../../storage/open.ts';
import { runProgram } from '../program.ts';

let dir: TempDir;

let shops = 0;
let shop: string;

beforeAll(() => {
  dir = tempDir();
});
afterAll(() => dir[Symbol.dispose]());
beforeEach(async () => {
  shops += 1;
  shop = `shop-${shops}`;
  await heat('project', 'add', `Shop ${shops}`);
});

async function heat(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said: { out: string[]; err: string[] } = { out: [], err: [] };
  const terminal = { out: (text: string) => said.out.push(text), err: (text: string) => said.err.push(text) };
  const code = await runProgram([...argv, '--data', dir.join('data')], terminal);
  return { code, out: said.out.join(''), err: said.err.join('') };
}

function serve(): Promise<Heat> {
  const flags = { dataDir: dir.join('data'), host: '127.0.0.1', port: '0', logLevel: 'silent' };
  const log = createLog('silent', () => undefined);
  return startHeat({ config: readConfig({ flags, env: {} }), clock: systemClock, log });
}

function file(name: string, content: string | Uint8Array): string {
  writeFileSync(dir.join(name), content);
  return dir.join(name);
}

type Stored = ImportLine & { visitor: string; fields: { [name: string]: unknown } };

/** Every stored event, as it is exported. */
async function stored(project = shop): Promise<Stored[]> {
  const path = dir.join('out.ndjson');
  const { code, err } = await heat(...['export', 'events', '--all', '-o', path, '--project', project]);
  expect([code, err]).toEqual([0, expect.stringMatching(/^Wrote all events of /)]);
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const AT = Date.UTC(2019, 3, 1, 8);
const CSV = [
  'created_at,url_path,session',
  ...Array.from(
    { length: 30 },
    (_, at) => `${new Date(AT + at * 60_000).toISOString()},/p-${at % 3},v-${at % 5}`,
  ),
].join('\n');
const MAPS = ['--map', 'url_path=page', '--map', 'session=visitor', '--origin', 'https://shop.example'];

describe('heat import', () => {
  test('takes a gzip CSV without a server, exactly, and again without a change', async () => {
    const path = file('views.csv.gz', gzipSync(CSV));
    const first = await heat('import', path, '--project', shop, ...MAPS, '--json');
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({
      ...{ project: shop, lines: 30, accepted: 30, refused: 0, types: { pageview: 30 }, dryRun: false },
      ...{ firstAtMs: AT, lastAtMs: AT + 29 * 60_000, refusals: [], ignored: [] },
      outcome: { stored: 30, known: 0, forgotten: 0 },
    });
    const events = await stored();
    expect(events.map(({ tsMs }) => tsMs).sort()).toEqual(
      Array.from({ length: 30 }, (_, at) => AT + at * 60_000),
    );
    expect(new Set(events.map(({ visitor }) => visitor)).size).toBe(5);
    expect(events[0]?.page).toStartWith('https://shop.example/p-');
    const again = await heat('import', path, '--project', shop, ...MAPS);
    expect([again.code, again.out]).toEqual([
      0,
      expect.stringMatching(/taken\s+30\n.*new\s+0\n.*already\s+30\n/s),
    ]);
    expect(again.err).toBe('');
    expect(await stored()).toEqual(events);
  });

  test('beside a running heat goes through it, with a key that it takes out again', async () => {
    const server = await serve();
    try {
      const { code, out } = await heat(
        'import',
        file('views.csv', CSV),
        '--project',
        shop,
        ...MAPS,
        '--json',
      );
      expect([code, JSON.parse(out)]).toEqual([
        0,
        expect.objectContaining({ accepted: 30, outcome: { stored: 30, known: 0, forgotten: 0 } }),
      ]);
      expect((await stored()).length).toBe(30);
      const catalog = await openCatalog(dir.join('data'));
      const row = await catalog.findProject(shop);
      const keys = await catalog.listKeys(row?.no ?? 0);
      const { rows: acts } = await catalog.listAudit({ beforeId: null, limit: 2 });
      await catalog.close();
      expect(keys.map(({ name }) => name)).toEqual(['First key']);
      expect(acts.map(({ actor, action, details }) => [actor, action, details])).toEqual([
        ['terminal', 'key.remove', 'heat import'],
        ['terminal', 'key.create', 'admin'],
      ]);
      expect(acts[0]?.target).toBe(acts[1]?.target);
    } finally {
      await server.stop();
    }
  });

  test('two at once without a server: one goes after the other', async () => {
    const names = ['first', 'second'];
    const answers = await Promise.all(
      names.map((name) => {
        const lines = Array.from({ length: 50 }, (_, at) => ({ timestamp: AT + at, name, visitor: 'v' }));
        const path = file(`${name}.ndjson`, lines.map((line) => JSON.stringify(line)).join('\n'));
        return heat('import', path, '--project', shop);
      }),
    );
    expect(answers.map(({ code }) => code)).toEqual([0, 0]);
    const waiting = answers.filter(({ err }) => err.includes('Waiting: another import'));
    expect(waiting.length).toBe(1);
    const events = (await stored()).map(({ fields }) => fields.name);
    expect(names.map((name) => events.filter((one) => one === name).length)).toEqual([50, 50]);
  });

  test('beside a running heat asks no proxy of the environment', async () => {
    const server = await serve();
    let asked = 0;
    const answer = () => {
      asked += 1;
      return new Response('proxied', { status: 502 });
    };
    const proxy = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: answer });
    process.env.http_proxy = `http://127.0.0.1:${proxy.port}`;
    try {
      const { code, err } = await heat('import', file('views.csv', CSV), '--project', shop, ...MAPS);
      expect([code, err, asked]).toEqual([0, expect.not.stringContaining('error'), 0]);
    } finally {
      delete process.env.http_proxy;
      await proxy.stop(true);
      await server.stop();
    }
  });

  test('does not bring back who was forgotten', async () => {
    const server = await serve();
    try {
      const path = file('views.csv', CSV);
      expect((await heat('import', path, '--project', shop, ...MAPS)).code).toBe(0);
      await server.applied();
      const forgotten = await heat('forget', '--project', shop, '--visitor', 'c:v-1', '--yes', '--json');
      expect(JSON.parse(forgotten.out)).toMatchObject({
        doneAtMs: expect.any(Number),
        removed: { events: 6 },
      });
      const again = await heat('import', path, '--project', shop, ...MAPS, '--json');
      expect(JSON.parse(again.out).outcome).toEqual({ stored: 0, known: 24, forgotten: 6 });
      const visitors = new Set((await stored()).map(({ visitor }) => visitor));
      expect(visitors).toEqual(new Set(['c:v-0', 'c:v-2', 'c:v-3', 'c:v-4']));
    } finally {
      await server.stop();
    }
  });

  test('keeps good lines, names the bad ones and ends with 1', async () => {
    const path = file('e.ndjson', `{"timestamp":${AT},"name":"ok"}\n{"name":"when?"}\nnonsense\n`);
    const refused = dir.join('refused.ndjson');
    const { code, out, err } = await heat('import', path, '--project', shop, '--refused', refused);
    expect([code, err]).toEqual([1, expect.stringContaining('2 of 3 lines were refused; the others are in')]);
    expect(out).toMatch(/lines\s+3\n.*taken\s+1\n.*refused\s+2\n/s);
    expect(err).toContain('line 2: Field "timestamp" must be a time');
    expect(err).toContain('line 3: It is not a JSON object (unreadable)');
    const lines = readFileSync(refused, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).line);
    expect(lines.sort()).toEqual([2, 3]);
    expect((await stored()).length).toBe(1);
  });

  test('reads the exports of custom events, as NDJSON and as CSV', async () => {
    const lines = Array.from({ length: 9 }, (_, at) =>
      JSON.stringify({
        ...{ timestamp: AT + at, name: at % 2 ? '=sum' : 'buy', value: at, userId: `u-${at % 3}` },
        ...{ eventId: `e-${at}`, visitor: `v-${at % 4}`, sessionId: `s-${at % 4}`, properties: { plan: at } },
      }),
    );
    await heat('import', file('events.ndjson', lines.join('\n')), '--project', shop);
    const range = ['--project', shop, '--from', '2019-04-01', '--to', '2019-04-02'];
    const exported = async (path: string, ...more: string[]) => {
      const { code } = await heat('export', 'events', ...range, ...more, '-o', path);
      return [code, readFileSync(path, 'utf8').trim().split('\n').length];
    };
    const [ndjson, csv] = [dir.join('customs.ndjson'), dir.join('customs.csv')];
    expect(await exported(ndjson, '--format', 'ndjson')).toEqual([0, 9]);
    expect(await exported(csv, '--format', 'csv')).toEqual([0, 10]);
    const before = await stored();
    const { out } = await heat('import', ndjson, '--project', shop, '--dry-run', '--json');
    expect(JSON.parse(out)).toMatchObject({ accepted: 9, types: { custom: 9 }, nameless: 0 });
    await heat('project', 'add', `${shop} copy`);
    expect((await heat('import', csv, '--project', `${shop}-copy`)).code).toBe(0);
    const told = (events: typeof before) =>
      events.map(({ eventId, tsMs, visitor, userId, clientSessionId, fields }) => ({
        ...{ eventId, tsMs, visitor, userId, clientSessionId, name: fields.name, value: fields.value },
      }));
    expect(told(await stored(`${shop}-copy`))).toEqual(told(before));
  });

  test('only says what would happen with --dry-run', async () => {
    const { code, out, err } = await heat(
      'import',
      file('views.csv', CSV),
      '--project',
      shop,
      ...MAPS,
      '--dry-run',
    );
    expect([code, out]).toEqual([0, expect.stringMatching(/would be taken\s+30\n/)]);
    expect(err).toContain('Nothing was stored');
    expect(await stored()).toEqual([]);
  });

  test('says which hosts its pages are of, before and after, and what to do about paths', async () => {
    const pages = ['https://a.example/x', 'https://b.example/x', '/x', 'https://a.example/y'];
    const lines = pages.map((page, at) => JSON.stringify({ timestamp: AT + at, page, visitor: 'v' }));
    const path = file('hosts.ndjson', lines.join('\n'));
    await heat('project', 'update', shop, '--origin', 'https://*.a.example', '--origin', 'https://a.example');
    for (const more of [['--dry-run'], []]) {
      const { out, err } = await heat('import', path, '--project', shop, ...more);
      expect(out).toMatch(/pages of\s+2 hosts: a\.example \(2\), b\.example \(1\), no host \(1\)\n/);
      expect(err).toContain(
        '1 line has a path alone: such pages stay apart from those that the tracker measures. --origin https://a.example ',
      );
      expect(err).toContain('/a of a.example is not /a of b.example');
    }
    const one = await heat('import', file('views.csv', CSV), '--project', shop, ...MAPS);
    expect([one.out, one.err]).toEqual([expect.stringMatching(/pages of\s+shop\.example\n/), '']);
    const none = await heat(
      'import',
      file('views.csv', CSV),
      '--project',
      shop,
      ...MAPS.slice(0, 4),
      '--json',
    );
    expect([JSON.parse(none.out).hosts, none.err]).toEqual([[['', 30]], '']);
  });

  test('takes what can be read of a file that breaks off', async () => {
    const lines = Array.from({ length: 900 }, (_, at) =>
      JSON.stringify({ timestamp: AT + at * 1_000, page: `/${Bun.hash(`${at}`)}`, visitor: 'v' }),
    );
    const torn = gzipSync(lines.join('\n')).subarray(0, -40);
    const { code, err } = await heat('import', file('torn.ndjson.gz', torn), '--project', shop);
    expect([code, err]).toEqual([1, expect.stringMatching(/damaged; what could be read of it is in/)]);
    expect((await stored()).length).toBeGreaterThan(500);
  });

  test('does not write refused lines over the file itself', async () => {
    const path = file('own.ndjson', 'nonsense\n');
    symlinkSync(path, dir.join('link.ndjson'));
    for (const refused of [path, dir.join('link.ndjson')]) {
      const { code, err } = await heat('import', path, '--project', shop, '--refused', refused);
      expect([code, err]).toEqual([2, expect.stringContaining('it is the file to import')]);
    }
    expect(readFileSync(path, 'utf8')).toBe('nonsense\n');
  });

  const WRONG: [string, string[], RegExp, number][] = [
    ['a file that is not there', ['nowhere.csv'], /no such file/, 1],
    ['a format that is none', ['x.csv', '--format', 'xml'], /choices are ndjson, csv/, 2],
    ['a field that is none', ['views.csv', '--map', 'url_path=place'], /Cannot use --map/, 2],
    ['a column that is not there', ['views.csv', ...MAPS, '--map', 'user agent=userAgent'], /user agent/, 2],
    ['a zone that is none', ['views.csv', '--tz', 'Mars'], /IANA/, 2],
    ['an origin with a path', ['views.csv', '--origin', 'https://shop.example/a'], /without a path/, 2],
    ['damaged gzip', ['torn.csv.gz', ...MAPS], /damaged/, 1],
  ];
  test('says what is wrong with a call', async () => {
    file('views.csv', CSV);
    file('torn.csv.gz', gzipSync(CSV.repeat(40)).subarray(0, -40));
    for (const [name, [path = '', ...argv], message, wanted] of WRONG) {
      const { code, err } = await heat('import', dir.join(path), '--project', shop, ...argv, '--dry-run');
      expect([name, err, code]).toEqual([name, expect.stringMatching(message), wanted]);
    }
  });
});
