import { expect, test } from 'bun:test';
import { eventsFile } from '../../../test/support/events-file.ts';
import { hash52 } from '../../lib/hash.ts';
import { prepareSessionWords, type WordNumbers } from './apply-store-session-words.ts';
import { immediate, openWriter } from './connection.ts';

const NONE: WordNumbers = { agents: null, referrals: null, seats: null };
const seat = (country: string) => [1, null, 900, 'de', country];

async function opened() {
  const file = await eventsFile();
  const db = openWriter(file.path);
  const words = prepareSessionWords(db);
  const rows = () => db.query('select seat, uses, country from seats order by country').values();
  const close = async () => {
    db.close();
    await file.close();
  };
  const change = <T>(work: (of: ReturnType<typeof words.change>) => T): T =>
    immediate(db, () => {
      const own = words.change();
      const result = work(own);
      own.write();
      return result;
    });
  return { db, rows, change, [Symbol.asyncDispose]: close };
}

test('take() gives one number to what is said alike, null for nothing, and the last give() removes it', async () => {
  await using room = await opened();
  const [first, again, other] = room.change((of) => [
    of.take('seats', 1, seat('DE')),
    of.take('seats', 1, seat('DE')),
    of.take('seats', 2, seat('DE')),
  ]);
  expect(again).toBe(first!);
  expect(room.change((of) => of.take('seats', 1, seat('DE')))).toBe(first!);
  expect(room.change((of) => of.take('seats', 1, [null, null, null, null, null]))).toBeNull();
  expect(room.rows()).toEqual([
    [first, 3, 'DE'],
    [other, 1, 'DE'],
  ]);
  room.change((of) => of.give(1, { ...NONE, seats: first! }));
  expect(room.rows()).toHaveLength(2);
  room.change((of) => {
    for (let left = 2; left > 0; left -= 1) of.give(1, { ...NONE, seats: first! });
  });
  expect(room.rows()).toEqual([[other, 1, 'DE']]);
});

test('take() keeps what is given and taken again in one change', async () => {
  await using room = await opened();
  const number = room.change((of) => of.take('seats', 1, seat('DE')));
  room.change((of) => {
    of.give(1, { ...NONE, seats: number });
    expect(of.take('seats', 1, seat('DE'))).toBe(number);
  });
  expect(room.rows()).toEqual([[number, 1, 'DE']]);
});

test('take() gives the shortest number that is free, and another one still when none is', async () => {
  await using room = await opened();
  const hash = hash52(JSON.stringify(seat('DE')));
  const sizes = [2 ** 7, 2 ** 15, 2 ** 23, 2 ** 31, 2 ** 52];
  const block = room.db.query('insert into seats (project_no, seat, uses, country) values (1, ?, 1, ?)');
  const given: (number | null)[] = [];
  for (const size of sizes) {
    const number = room.change((of) => of.take('seats', 1, seat('DE')));
    given.push(number);
    room.change((of) => of.give(1, { ...NONE, seats: number }));
    expect(number).toBe(hash % size);
    block.run(number, `other ${size}`);
  }
  const beyond = room.change((of) => of.take('seats', 1, seat('DE')));
  expect(beyond).toBeGreaterThan(2 ** 52);
  expect(given).not.toContain(beyond);
});

test('take() gives each of many words a number of its own, and finds all of them again', async () => {
  await using room = await opened();
  const countries = Array.from({ length: 3_000 }, (_, at) => `c${at}`);
  const numbers = room.change((of) => countries.map((country) => of.take('seats', 1, seat(country))));
  expect(new Set(numbers).size).toBe(3_000);
  expect(Math.max(...numbers.map(Number))).toBeLessThan(2 ** 31);
  expect(room.change((of) => countries.map((country) => of.take('seats', 1, seat(country))))).toEqual(
    numbers,
  );
});
