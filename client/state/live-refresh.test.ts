// When an open report loads again by itself, on a clock of the test's own.

import { afterEach, beforeEach, expect, jest, test } from 'bun:test';
import type { ReactiveController } from 'lit';
import { LiveRefresh } from './live-refresh.ts';

let controllers: ReactiveController[] = [];
let last: number | null = null;
let isOpen = true;
let resource = makeResource();

function makeResource() {
  return {
    isLoading: false,
    loads: 0,
    refresh() {
      this.loads += 1;
    },
  };
}

function start(): () => void {
  const host = {
    addController: (one: ReactiveController) => void controllers.push(one),
    removeController() {},
    requestUpdate() {},
    updateComplete: Promise.resolve(true),
  };
  new LiveRefresh(host, { lastEventAtMs: () => last, isOpen: () => isOpen, resources: [resource] });
  return () => {
    for (const one of controllers) one.hostUpdate?.();
  };
}

beforeEach(() => {
  controllers = [];
  last = 1;
  isOpen = true;
  resource = makeResource();
  jest.useFakeTimers();
});
afterEach(() => void jest.useRealTimers());

test('LiveRefresh loads again when a newer event came, not on the first update', () => {
  const update = start();
  update();
  update();
  jest.advanceTimersByTime(10_000);
  expect(resource.loads).toBe(0);
  last = 2;
  update();
  jest.advanceTimersByTime(1);
  expect(resource.loads).toBe(1);
});

test('LiveRefresh loads at most every two seconds, and once more for what came between', () => {
  const update = start();
  update();
  for (let second = 0; second < 4; second++) {
    last = 10 + second;
    update();
    jest.advanceTimersByTime(500);
  }
  expect(resource.loads).toBe(1);
  jest.advanceTimersByTime(2_000);
  expect(resource.loads).toBe(2);
  jest.advanceTimersByTime(30_000);
  expect(resource.loads).toBe(2);
});

test('LiveRefresh waits for a load that is under way, and leaves a range alone that is over', () => {
  const update = start();
  update();
  resource.isLoading = true;
  last = 2;
  update();
  jest.advanceTimersByTime(100);
  expect(resource.loads).toBe(0);
  resource.isLoading = false;
  jest.advanceTimersByTime(2_000);
  expect(resource.loads).toBe(1);
  isOpen = false;
  last = 3;
  update();
  jest.advanceTimersByTime(10_000);
  expect(resource.loads).toBe(1);
});
