import { expect, test } from 'bun:test';
import { keepQueue } from './kept-queue.ts';
import type { Waiting } from './waiting.ts';

const NOW = Date.UTC(2026, 10, 22);
const HOUR = 3_600_000;

/** Storage as a browser has it, shared by all tabs. */
function storage() {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
    key: (at: number) => [...values.keys()][at] ?? null,
    get length() {
      return values.size;
    },
  };
}

function tab(store: ReturnType<typeof storage>, ...names: string[]) {
  const core = {
    _waiting: names.map((name) => entry(name)),
    _underWay: [] as Waiting[],
    _settings: { projectKey: 'k' },
  };
  return { core, queue: keepQueue(store, core), names: () => core._waiting.map(nameOf) };
}

const frame = { pages: [{ url: 'https://a.b/' }] as [{ url: string }], t0: NOW };

function entry(name: string, atMs = NOW): Waiting {
  return {
    _event: { type: 'custom', i: 0, t: atMs - NOW, name },
    _frame: { ...frame, session: { id: `session-of-${name[0]}`, startedAt: NOW } } as never,
    _page: frame.pages[0],
    _bytes: 9,
  };
}
const nameOf = ({ _event }: Waiting) => (_event as { name?: string }).name;

test('takeOver() brings what a closed tab has left, with its own session, once', () => {
  const store = storage();
  tab(store, 'a', 'b').queue.save(0);
  const next = tab(store, 'c');
  next.queue.takeOver(NOW);
  expect(next.names()).toEqual(['c', 'a', 'b']);
  expect(next.core._waiting[1]?._frame.session.id).toBe('session-of-a');
  expect(store.values.size).toBe(0);
  const last = tab(store);
  last.queue.takeOver(NOW);
  expect(last.names()).toEqual([]);
});

test('takeOver() lets events of one frame travel together again, and brings what was under way', () => {
  const store = storage();
  const old = tab(store, 'a1', 'b1', 'a2');
  old.core._underWay = [entry('a0')];
  old.queue.save(0);
  const next = tab(store);
  next.queue.takeOver(NOW);
  expect(next.names()).toEqual(['a0', 'a1', 'b1', 'a2']);
  const [a0, a1, b1, a2] = next.core._waiting.map(({ _frame }) => _frame);
  expect(a0 === a1 && a1 === a2).toBe(true);
  expect(a1).not.toEqual(b1 as never);
});

test('takeOver() leaves the queue of a tab that lives, until it has been silent for long', () => {
  const store = storage();
  tab(store, 'a').queue.save(NOW);
  const next = tab(store);
  next.queue.takeOver(NOW + 60_000);
  expect(next.names()).toEqual([]);
  next.queue.takeOver(NOW + 91_000);
  expect(next.names()).toEqual(['a']);
});

test('takeOver() drops what is older than a day', () => {
  const store = storage();
  const old = tab(store);
  old.core._waiting.push(entry('old', NOW - 25 * HOUR), entry('new', NOW - 23 * HOUR));
  old.queue.save(0);
  const next = tab(store);
  next.queue.takeOver(NOW);
  expect(next.names()).toEqual(['new']);
});

test('save() leaves nothing of any tab once the visitor has refused', () => {
  const store = storage();
  store.setItem('heat:other:queue:1', '{}');
  tab(store, 'a').queue.save(0);
  const open = tab(store, 'b');
  open.queue.save(NOW);
  store.setItem('heat:k:visitor', 'out');
  open.queue.save(NOW);
  expect([...store.values.keys()]).toEqual(['heat:other:queue:1', 'heat:k:visitor']);
});

test('save() leaves no entry behind when nothing waits any more', () => {
  const store = storage();
  const { core, queue } = tab(store, 'a');
  queue.save(NOW);
  expect(store.values.size).toBe(1);
  core._waiting = [];
  queue.save(NOW);
  expect(store.values.size).toBe(0);
});

test.each(['', '{', 'null', '[]', '{"rows":1}', '{"aliveMs":0,"rows":[1]}'])(
  'takeOver() survives %j in the storage of others',
  (text) => {
    const store = storage();
    store.setItem('heat:k:queue:x', text);
    store.setItem('somebody:else', text);
    const next = tab(store, 'a');
    next.queue.takeOver(NOW);
    expect(next.names()).toEqual(['a']);
    expect(store.getItem('somebody:else')).toBe(text);
  },
);

test('nothing is thrown by a storage that is full or forbidden', () => {
  const forbidden = () => {
    throw new Error('forbidden');
  };
  const store = { ...storage(), setItem: forbidden, key: forbidden };
  const { queue } = tab(store as never, 'a');
  expect(() => {
    queue.save(NOW);
    queue.takeOver(NOW);
  }).not.toThrow();
});
