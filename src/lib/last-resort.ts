// What nobody caught: written down, never swallowed. A rejection that nobody awaited is logged; an exception outside
// of every promise leaves unknown state behind, so the process is told to stop for its supervisor.

import type { Log } from './log.ts';

/** A fact of the process, as its uptime is. */
let unhandled = 0;

/** Rejections that nobody awaited, since the start: each is a fault of heat. */
export function unhandledRejections(): number {
  return unhandled;
}

/** Listens until the returned function is called. `fail` is told of exceptions after which heat must not go on. */
export function watchUncaught(log: Log, fail: (error: Error) => void): () => void {
  const handleRejection = (reason: unknown) => {
    unhandled += 1;
    log.error(`Unhandled rejection: ${reasonOf(reason)}`);
  };
  const handleException = (error: Error) => {
    log.error(`Uncaught exception: ${reasonOf(error)}`);
    fail(error);
  };
  process.on('unhandledRejection', handleRejection);
  process.on('uncaughtException', handleException);
  return () => {
    process.off('unhandledRejection', handleRejection);
    process.off('uncaughtException', handleException);
  };
}

function reasonOf(reason: unknown): string {
  return reason instanceof Error ? `${reason.name}: ${reason.message.slice(0, 300)}` : typeof reason;
}
