// Every public route that takes a body, against whole bodies no honest client sends and against honest ones with one
// field at a time replaced. The doors are open: what is refused here is refused for what it is.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { judgeAll } from '../../test/support/hostile-answers.ts';
import { hostileBodies } from '../../test/support/hostile-bodies.ts';
import { type Door, type Doors, openDoors } from '../../test/support/hostile-doors.ts';
import { HOSTILE_VALUES, mutations } from '../../test/support/hostile-values.ts';
import { openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import { ROUTES } from './route-table.ts';

let heat: TestHeat;
let doors: Doors;
/** Longer than what any bucket needs to be full again. */
const REST_MS = 60_000;

beforeAll(async () => {
  heat = await openTestHeat();
  doors = await openDoors(heat);
});
afterAll(() => heat.close());

const PUBLIC = ROUTES.filter(({ access }) => access === 'public').map(
  ({ method, path }) => `${method} ${path}`,
);
const POSTS = PUBLIC.filter((name) => name.startsWith('POST '));

function doorOf(name: string): Door {
  const door = doors.byRoute.get(name);
  if (!door) throw new Error(`no way into ${name}: add it to hostile-doors.ts`);
  return door;
}
async function knock(
  name: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const { path, options } = doorOf(name);
  heat.clock.advance(REST_MS);
  const all = { 'content-type': 'application/json', ...options?.headers, ...headers };
  return heat.call(name.split(' ')[0] ?? '', await path(), { ...options, body, headers: all });
}

test('every public route has a door here, and every door is a public route', () => {
  expect([...doors.byRoute.keys()].sort()).toEqual([...PUBLIC].sort());
});

describe('bodies that no client sends', () => {
  const bodies = hostileBodies();

  test('there are many of them', () => expect(bodies.length).toBeGreaterThan(110));

  test.each(POSTS)('%s refuses them with the envelope, or takes them without harm', async (name) => {
    const { count, faults } = await judgeAll(
      bodies.map(({ name: payload, body, headers }) => ({
        name: payload,
        ask: () => knock(name, body, headers),
      })),
    );
    expect(faults).toEqual([]);
    expect(count).toBe(bodies.length);
  });

  test('memory stays flat while they come again and again', async () => {
    const heavy = bodies.filter(({ name }) => /^(gzip|depth|width)/.test(name));
    const round = async () => {
      for (const { body, headers } of heavy) await (await knock('POST /ingest', body, headers)).text();
      Bun.gc(true);
      return process.memoryUsage().rss;
    };
    await round();
    const before = await round();
    for (let again = 0; again < 5; again += 1) await round();
    expect((await round()) - before).toBeLessThan(96 * 1_048_576);
  });
});

describe('one hostile field in an honest body', () => {
  const withBody = POSTS.filter((name) => name !== 'POST /ingest');

  test('there are many values', () => expect(HOSTILE_VALUES.length).toBeGreaterThan(190));

  test.each(withBody)('%s', async (name) => {
    const honest = await doorOf(name).body?.();
    if (!honest) throw new Error(`${name} has no honest body`);
    // What /snapshots takes it writes to the disk, each time: there each field meets a part of the values.
    const values = (place: number) =>
      name === 'POST /snapshots' ? HOSTILE_VALUES.filter((_, at) => at % 12 === place % 12) : HOSTILE_VALUES;
    const asked = mutations(honest, values).map(({ name: where, json }) => ({
      name: where,
      ask: () => knock(name, json),
    }));
    const { faults } = await judgeAll(asked);
    expect(faults.slice(0, 20)).toEqual([]);
    expect(heat.logged.filter((line) => line.includes('request failed'))).toEqual([]);
  });
});
