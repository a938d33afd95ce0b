// All open live connections: gives signs of life, cuts off those that give none back, and asks again whether their
// readers may still read.

import { LIMITS } from '../contract/limits.ts';
import type { LiveEnd } from '../contract/live.ts';
import type { Rooms } from './rooms.ts';

export type LiveConnection = {
  /** Says why to the reader, if it still listens, and ends. */
  end: (reason: LiveEnd) => void;
  /** A sign of life. Ends the connection when its reader showed none for LIMITS.liveSilenceMs. */
  beat: (nowMs: number) => void;
  /** Rejects when its reader may not read any more. */
  recheck: () => Promise<unknown>;
};
export type LiveConnections = {
  /** Asks at once whether its reader may still read. */
  add: (connection: LiveConnection) => void;
  remove: (connection: LiveConnection) => void;
  start: () => void;
  stop: () => void;
};

export function createLiveConnections({ clock, catalog }: Pick<Rooms, 'clock' | 'catalog'>): LiveConnections {
  const connections = new Set<LiveConnection>();
  const timers: ReturnType<typeof setInterval>[] = [];
  let checked = { version: -1, atMs: Number.NEGATIVE_INFINITY };

  const beat = () => {
    for (const connection of [...connections]) connection.beat(clock.monotonicMs());
  };

  const check = (connection: LiveConnection): Promise<unknown> =>
    connection.recheck().catch(() => connection.end('access_ended'));

  const recheck = async () => {
    if (connections.size === 0) return;
    const nowMs = clock.monotonicMs();
    const version = await catalog.version();
    if (version === checked.version && nowMs - checked.atMs < LIMITS.liveRecheckMs) return;
    checked = { version, atMs: nowMs };
    for (const connection of [...connections]) {
      await check(connection);
    }
  };

  return {
    add(connection) {
      connections.add(connection);
      // What it was let in by may have ended while it was being opened, after the others were looked at.
      void check(connection);
    },
    remove: (connection) => connections.delete(connection),
    start() {
      timers.push(setInterval(beat, LIMITS.liveHeartbeatMs));
      // A catalog that cannot be read now is asked again soon; nobody is let in meanwhile either.
      timers.push(setInterval(() => void recheck().catch(() => {}), LIMITS.liveCatalogMs));
    },
    stop() {
      for (const timer of timers.splice(0)) clearInterval(timer);
    },
  };
}
