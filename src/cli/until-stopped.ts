// Keeps a serving command alive until a signal, then stops it in order. A second signal ends the process at once.

import { HeatError } from '../lib/errors.ts';

/** Resolves after `stop` finished; rejects when the running thing failed by itself. */
export async function untilStopped(stop: () => Promise<void>, failed: Promise<never>): Promise<void> {
  const signalled = new Promise<void>((resolve) => {
    let isStopping = false;
    const handleSignal = () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      resolve();
    };
    process.on('SIGTERM', handleSignal);
    process.on('SIGINT', handleSignal);
  });
  try {
    await Promise.race([signalled, failed]);
  } catch (cause) {
    await stop().catch(() => {});
    throw new HeatError({
      kind: 'internal',
      message: 'heat stopped because a part of it failed; see the log above',
      cause,
    });
  }
  await stop();
}
