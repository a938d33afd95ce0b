import { expect, test } from 'bun:test';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { createHandOver, type ImportDoor, type RefusedLine } from './hand-over.ts';

const TAKEN = { rejected: [], nameless: 0, types: {}, firstAtMs: null, lastAtMs: null, hosts: [] };
const linesOf = (count: number, json = '{}') =>
  Array.from({ length: count }, (_, at) => ({ line: at + 1, json, fault: null }));

test('hands over no more at once than heat takes, in order, and everything in the end', async () => {
  const sizes: number[] = [];
  const door: ImportDoor = async (body) => {
    expect(Buffer.byteLength(body)).toBeLessThan(LIMITS.bodyBytes);
    sizes.push((JSON.parse(body) as unknown[]).length);
    return { ...TAKEN, accepted: sizes.at(-1) ?? 0 };
  };
  const handOver = createHandOver({ door, onRefused: () => undefined });
  await handOver.add(linesOf(LIMITS.batchEvents + 1));
  const wide = JSON.stringify({ name: 'ü'.repeat(100_000) });
  await handOver.add(linesOf(9, wide));
  const { lines, accepted } = await handOver.end();
  expect([lines, accepted]).toEqual([LIMITS.batchEvents + 10, LIMITS.batchEvents + 10]);
  expect(sizes).toEqual([LIMITS.batchEvents, 4, 3, 3]);
});

test('names refused lines by their numbers in the file', async () => {
  const refused: RefusedLine[] = [];
  const door: ImportDoor = async () => ({
    ...{ ...TAKEN, accepted: 1 },
    rejected: [{ index: 1, code: 'bad_time', message: 'no time' }],
  });
  const handOver = createHandOver({ door, onRefused: (line) => void refused.push(line) });
  await handOver.add([
    { line: 4, json: '{}', fault: null },
    { line: 5, json: null, fault: 'no JSON' },
    { line: 9, json: '{}', fault: null },
  ]);
  expect(await handOver.end()).toMatchObject({ lines: 3, accepted: 1, refused: 2 });
  expect(refused).toEqual([
    { line: 5, code: 'unreadable', message: 'no JSON' },
    { line: 9, code: 'bad_time', message: 'no time' },
  ]);
});

test('adds hosts up, most first, of the first that it met', async () => {
  const answers: [string, number][][] = [
    [
      ['a.example', 1],
      ['', 2],
    ],
    [
      ['b.example', 9],
      ...Array.from({ length: LIMITS.importHosts }, (_, at): [string, number] => [`${at}`, 1]),
    ],
    [['a.example', 4]],
  ];
  const door: ImportDoor = async () => ({ ...TAKEN, accepted: 1, hosts: answers.shift() ?? [] });
  const handOver = createHandOver({ door, onRefused: () => undefined });
  await handOver.add(linesOf(2 * LIMITS.batchEvents + 1));
  const { hosts } = await handOver.end();
  expect(hosts.length).toBe(LIMITS.importHosts);
  expect(hosts.slice(0, 3)).toEqual([
    ['b.example', 9],
    ['a.example', 5],
    ['', 2],
  ]);
});

test('waits while heat is busy or away, as long as it is told, and gives up in the end', async () => {
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  const faults = [
    new HeatError({ kind: 'unavailable', message: 'full', retryAfterSeconds: 3 }),
    new HeatError({ kind: 'rate_limited', message: 'slow down' }),
  ];
  const door: ImportDoor = async () => {
    const fault = faults.shift();
    if (fault) throw fault;
    return { ...TAKEN, accepted: 1 };
  };
  const patient = createHandOver({ door, onRefused: () => undefined, sleep });
  await patient.add(linesOf(1));
  expect(await patient.end()).toMatchObject({ accepted: 1 });
  expect(waits).toEqual([3_000, 500]);

  let looks = 0;
  const stopped = createHandOver({
    door: () => Promise.reject(new HeatError({ kind: 'unavailable', message: 'away' })),
    ...{ onRefused: () => undefined, sleep, isStopped: () => ++looks === 3 },
  });
  await stopped.add(linesOf(1));
  await expect(stopped.end()).rejects.toThrow('away');
  expect(waits.length).toBe(4);

  const closed = createHandOver({
    door: () => Promise.reject(new HeatError({ kind: 'unavailable', message: 'disk full' })),
    onRefused: () => undefined,
    sleep,
  });
  await closed.add(linesOf(1));
  expect(closed.end()).rejects.toThrow('disk full');
});
