// The queue on disk: one entry of storage per page load, so that tabs never write over each other. A tab that has not
// written for a while is dead, and the next one takes its events over; should two take them, the server stores them once.

import type { WirePage } from '../../src/contract/wire.ts';
import type { Core } from './core.ts';
import { randomId } from './id.ts';
import type { Frame, Waiting } from './waiting.ts';

/** Hidden tabs run their timers once a minute. */
const LEASE_MS = 90_000;
/** What is older is dropped: nobody expects it any more. */
const AGE_MS = 86_400_000;

/** Parts of an entry as they are stored: without names, which differ from build to build. */
type Stored = [event: Waiting['_event'], frame: Frame, bytes: number];

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** Keeps `core._waiting` in a store. Its calls never throw. */
export function keepQueue(store: Store, core: Pick<Core, '_waiting' | '_underWay' | '_settings'>) {
  const project = `heat:${core._settings.projectKey}:`;
  const prefix = `${project}queue:`;
  const own = prefix + randomId();
  let written = '';
  const keys = () =>
    Array.from({ length: store.length }, (_, at) => store.key(at) as string).filter((key) =>
      key.startsWith(prefix),
    );

  return {
    /**
     * Writes down what waits, with the time until which this tab is known to live; 0 when it goes. After a refusal, in
     * this tab or another, nothing stays, whoever left it.
     */
    save(nowMs: number): void {
      try {
        const isRefused = store.getItem(`${project}visitor`) === 'out';
        if (isRefused) for (const key of keys()) store.removeItem(key);
        if (isRefused) return;
        const rows = [...core._underWay, ...core._waiting].map(
          ({ _event, _frame, _bytes }): Stored => [_event, _frame, _bytes],
        );
        const text = rows[0] ? JSON.stringify({ aliveMs: nowMs, rows }) : '';
        if (text) store.setItem(own, text);
        else if (written) store.removeItem(own);
        written = text;
      } catch {}
    },
    /** Moves the events of dead tabs into `core._waiting`, oldest tab first. */
    takeOver(nowMs: number): void {
      try {
        for (const key of keys()) {
          if (key === own) continue;
          const { aliveMs, rows } = parse(store.getItem(key));
          if (nowMs - aliveMs < LEASE_MS) continue;
          store.removeItem(key);
          const frames = new Map<string, Frame>();
          for (const row of rows)
            if (nowMs - row[0].t - row[1].session.startedAt < AGE_MS) core._waiting.push(revive(row, frames));
        }
      } catch {}
    },
  };
}

function parse(text: string | null): { aliveMs: number; rows: Stored[] } {
  try {
    const { aliveMs, rows } = JSON.parse(text as string);
    return {
      aliveMs,
      rows: Array.isArray(rows) ? rows.filter((row): row is Stored => Array.isArray(row) && row[2] > 0) : [],
    };
  } catch {
    return { aliveMs: 0, rows: [] };
  }
}

/** Events of one frame share it again, so that they travel together. */
function revive([event, stored, bytes]: Stored, frames: Map<string, Frame>): Waiting {
  const text = JSON.stringify(stored);
  const frame = frames.get(text) ?? stored;
  frames.set(text, frame);
  return { _event: event, _frame: frame, _page: frame.pages[0] as WirePage, _bytes: bytes };
}
