// Whatever a server answers and a visitor does: nothing is lost while the page lives, or one after it that keeps a queue.
// The browser around the outbox (requests, beacons, timers, storage) goes on step by step.

import { afterAll, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { Core } from './core.ts';
import { createJudge } from './judge-answers.ts';
import { keepQueue } from './kept-queue.ts';
import { createOutbox } from './outbox.ts';
import type { Frame } from './waiting.ts';

const DEEDS = ['add', 'add', 'send', 'hide', 'answer', 'answer', 'wait', 'save', 'crash', 'leave'] as const;
/** Stored, and the answer lost. */
const CUT = -1;
/** What the server says next; 0: no answer. */
const STATUSES = [200, 200, 503, 500, 429, 408, 0, CUT];
const LONG_MS = 200_000;

const own = { setTimeout, fetch, document: globalThis.document, navigator };
const put = (name: string, value: unknown) =>
  Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
afterAll(() => {
  for (const [name, value] of Object.entries(own)) put(name, value);
});

/** A server, and a browser whose requests and timers wait to be told. */
function openWorld() {
  const stored = new Set<string>();
  /** Event ids by name: one of two ids would be stored twice. */
  const ids = new Map<string, Set<string>>();
  const values = new Map<string, string>();
  const world = {
    stored,
    ids,
    status: 200,
    nowMs: 1e12,
    requests: [] as (() => void)[],
    timers: [] as (() => void)[],
  };
  const take = (body: string, status: number) => {
    if (status !== 200 && status !== CUT) return;
    const { ids: prefix, events } = JSON.parse(body);
    for (const { name, i } of events) {
      stored.add(name);
      ids.set(name, (ids.get(name) ?? new Set()).add(`${prefix}${i}`));
    }
  };
  const store = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
    key: (at: number) => [...values.keys()][at] ?? null,
    get length() {
      return values.size;
    },
  };
  put('setTimeout', (work: () => void) => world.timers.push(work));
  put('document', { hidden: false });
  put('fetch', (_: string, { body }: { body: string }) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    world.requests.push(() => {
      take(body, world.status);
      if (world.status > 0) resolve(new Response('{}', { status: world.status }));
      else reject(new Error('no network'));
    });
    return promise;
  });
  put('navigator', {
    onLine: true,
    sendBeacon: (_: string, body: string) => {
      take(body, world.status);
      return true;
    },
  });
  return Object.assign(world, {
    openTab() {
      world.requests = [];
      world.timers = [];
      const core = {
        _isOn: true,
        _settings: { projectKey: 'k', maxEvents: 3 },
        _collectors: [] as unknown[],
        _collect() {},
      } as unknown as Core;
      createOutbox(core);
      core._judge = createJudge(() => {});
      const queue = keepQueue(store, core);
      queue.takeOver(world.nowMs);
      return { core, queue };
    },
  });
}

/** Lets go on what waits for nothing. */
async function settle(): Promise<void> {
  for (let n = 0; n < 12; n++) await null;
}

async function live(deeds: readonly (readonly [(typeof DEEDS)[number], number])[]): Promise<string[]> {
  const world = openWorld();
  const frame = { session: { id: 's', startedAt: world.nowMs }, pages: [{ url: 'a' }] } as unknown as Frame;
  const added: string[] = [];
  let { core, queue } = world.openTab();
  const act = {
    add: () => {
      const name = String(added.length);
      added.push(name);
      const event = { type: 'custom', name, i: added.length, t: 0 } as const;
      core._waiting.push({ _event: event, _frame: frame, _page: { url: 'a' }, _bytes: 9 });
    },
    send: () => core._send(),
    hide: () => core._send('visibilitychange'),
    answer: () => world.requests.shift()?.(),
    wait: () => {
      for (const work of world.timers.splice(0)) work();
    },
    save: () => queue.save(world.nowMs),
    crash: () => {
      queue.save(0);
      world.nowMs += LONG_MS;
      ({ core, queue } = world.openTab());
    },
    // Nobody hears what becomes of the last beacons.
    leave: () => {
      world.status = 200;
      core._send('pagehide');
      act.crash();
    },
  };
  for (const [deed, status] of deeds) {
    world.status = status;
    act[deed]();
    await settle();
  }
  world.status = 200;
  for (let n = 0; n < 200 && world.stored.size < added.length; n++)
    for (const deed of ['send', 'answer', 'wait'] as const) {
      act[deed]();
      await settle();
    }
  return added.filter((name) => world.ids.get(name)?.size !== 1);
}

test('nothing is lost, whatever is answered to requests and beacons', async () => {
  const deeds = fc.array(fc.tuple(fc.constantFrom(...DEEDS), fc.constantFrom(...STATUSES)), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(deeds, async (all) => expect(await live(all)).toEqual([])),
    { numRuns: 500, seed: 2026 },
  );
});
