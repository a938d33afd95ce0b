import { expect, test } from 'bun:test';
import type { StoredSettings } from '../contract/project-settings.ts';
import { DAY_MS } from '../contract/slots.ts';
import { createRetention } from './retention.ts';

function setUp() {
  // Late in the day: what ends today goes with the whole of its day.
  let wallMs = 1_000 * DAY_MS + 20 * 3_600_000;
  const begun: [number, number][] = [];
  const retention = createRetention({
    projects: async () => [
      { no: 1, settings: { eventDays: 30 } as StoredSettings },
      { no: 2, settings: {} as StoredSettings },
      { no: 3, settings: { eventDays: 'many' } as StoredSettings },
    ],
    clock: { nowMs: () => wallMs },
    begin: (projectNo, beforeMs) => begun.push([projectNo, beforeMs]),
  });
  const pass = (ms: number) => {
    wallMs += ms;
  };
  return { retention, begun, pass };
}

test('look() begins for projects that keep events for a time, and again once it is done', async () => {
  const { retention, begun, pass } = setUp();
  await retention.look();
  await retention.look();
  expect(begun).toEqual([[1, 970 * DAY_MS]]);
  retention.done(1);
  pass(5 * DAY_MS);
  await retention.look();
  expect(begun.at(-1)).toEqual([1, 975 * DAY_MS]);
});
