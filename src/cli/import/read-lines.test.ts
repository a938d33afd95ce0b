import { describe, expect, test } from 'bun:test';
import { createFieldMap } from './map-fields.ts';
import { type ImportFormat, type Reading, readLines } from './read-lines.ts';

type Given = Partial<Omit<Reading, 'map'>> & { maps?: string[] };

async function read(format: ImportFormat, text: string, { maps = [], ...more }: Given = {}) {
  const map = createFieldMap(maps);
  async function* bytes() {
    yield new TextEncoder().encode(text);
  }
  const reading = { format, map, timeZone: null, origin: null, only: new Map<string, string>(), ...more };
  const lines = (await Array.fromAsync(readLines(bytes(), reading))).flat();
  return {
    lines: lines.map(({ line, json, fault }) => [line, json === null ? fault : JSON.parse(json)]),
    ignored: map.ignored(),
    missing: map.missing(),
  };
}

describe('readLines()', () => {
  test('reads CSV by its header, in the names of other tools too', async () => {
    const csv =
      'Time;user_id;URL;value;prop.plan;Remote IP\n1763800000;7;/a;"12.5";"pro; yearly";203.0.113.9\n;;;;;\n';
    const { lines, ignored } = await read('csv', csv);
    expect(lines).toEqual([
      [
        2,
        {
          timestamp: 1_763_800_000,
          userId: '7',
          page: '/a',
          value: 12.5,
          properties: { plan: 'pro; yearly' },
        },
      ],
      [3, {}],
    ]);
    expect(ignored).toEqual(['Remote IP']);
  });

  test('maps columns as it is told, which wins over names', async () => {
    const csv = 'when,page,path,x\n2026-11-20 09:30:00.5+00,1,/a,y\n';
    const maps = ['when=timestamp', 'path=page', 'x=prop.why'];
    const { lines, ignored, missing } = await read('csv', csv, { maps });
    expect(lines).toEqual([
      [2, { timestamp: '2026-11-20T09:30:00.5+00:00', page: '/a', properties: { why: 'y' } }],
    ]);
    expect([ignored, missing]).toEqual([['page'], []]);
  });

  test('reads times that name no zone in the one that it is told, and puts paths on their site', async () => {
    const more = { timeZone: 'Europe/Berlin', origin: 'https://shop.example' };
    const csv = 'time,path\n2026-07-01 12:00:00,/a\n2026-07-01T12:00:00Z,https://other.example/\nsoon,/b\n';
    expect((await read('csv', csv, more)).lines).toEqual([
      [2, { timestamp: Date.UTC(2026, 6, 1, 10), page: 'https://shop.example/a' }],
      [3, { timestamp: Date.UTC(2026, 6, 1, 12), page: 'https://other.example/' }],
      [4, { timestamp: 'soon', page: 'https://shop.example/b' }],
    ]);
  });

  test('passes over lines whose column has another value', async () => {
    const only = new Map([['Event', 'false']]);
    expect((await read('csv', 'Date,2Path,Event\n1,/a,false\n1,/b,true\n', { only })).lines).toEqual([
      [2, { timestamp: 1 }],
    ]);
    const site = new Map([['site', '7']]);
    const lines = '{"tsMs":1,"site":7}\n{"tsMs":2,"site":8}\n';
    expect((await read('ndjson', lines, { only: site })).lines).toEqual([[1, { tsMs: 1 }]]);
  });

  test('hands NDJSON on as it is, and names each line that is none', async () => {
    const text = '{"tsMs":1,"name":"x"}\n{oops\n[1]\n{"tsMs":2,"prop.a":1,"ip":"203.0.113.9"}\n';
    const { lines, ignored } = await read('ndjson', text);
    expect(lines).toEqual([
      [1, { tsMs: 1, name: 'x' }],
      [2, 'It is not a JSON object'],
      [3, 'It is not a JSON object'],
      [4, { tsMs: 2, properties: { a: 1 } }],
    ]);
    expect(ignored).toEqual(['ip']);
    const deep = `{"tsMs":1,"properties":${'['.repeat(40)}${']'.repeat(40)}}`;
    expect((await read('ndjson', deep)).lines[0]?.[1]).toMatch(/deeper/);
  });

  test('takes away what heat puts before a cell that a spreadsheet would run', async () => {
    const { lines } = await read('csv', `at,name,source\n1,"'=1+1","'tis"\n`);
    expect(lines).toEqual([[2, { timestamp: 1, name: '=1+1', source: "'tis" }]]);
  });

  test('refuses rows of CSV that do not fit their header', async () => {
    const { lines } = await read('csv', 'time,path\n1,/a,/b\n1,"a"b\n1\n');
    expect(lines).toEqual([
      [2, 'It has 3 cells, and the header names 2 columns'],
      [3, 'Its quotes are not closed'],
      [4, { timestamp: 1 }],
    ]);
  });

  const WRONG: [string, string, Given, RegExp][] = [
    ['a header without a time', 'path,visitor\n/a,v\n', {}, /no column of its header is a time/],
    [
      'a filter on a column that is not there',
      'time\n1\n',
      { only: new Map([['x', 'y']]) },
      /no such column/,
    ],
    ['a map of a column that is not there', 'time\n1\n', { maps: ['x=page'] }, /no such column/],
    ['a map to a field that is none', 'time\n1\n', { maps: ['time=moment'] }, /--map/],
    ['a map without a sign', 'time\n1\n', { maps: ['time'] }, /--map/],
  ];
  for (const [name, csv, given, message] of WRONG) {
    test(`throws for ${name}`, async () => {
      expect(read('csv', csv, given)).rejects.toThrow(message);
    });
  }
});
