// Waits for an order that a running heat carries out.

import { LIMITS } from '../contract/limits.ts';

/** Looks until it is done, or for LIMITS.forgetWaitMs. Resolves with the order as it was seen last. */
export async function untilDone<Order extends { id: string; doneAtMs: number | null }>(
  order: Order,
  list: () => Promise<Order[]>,
): Promise<Order> {
  const endMs = performance.now() + LIMITS.forgetWaitMs;
  for (;;) {
    const found = (await list()).find(({ id }) => id === order.id);
    if (found?.doneAtMs || performance.now() > endMs) return found ?? order;
    await Bun.sleep(LIMITS.forgetPollMs);
  }
}
