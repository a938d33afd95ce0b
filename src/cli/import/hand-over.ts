// Hands lines to heat, as many at once as it takes, and counts what came of them. What heat refuses for now is handed in
// again: an event that is there already is not stored twice.

import type { ImportAnswer, ImportOutcome } from '../../contract/import-line.ts';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import type { ReadLine } from './read-lines.ts';

/** Takes the body of one request. Throws HeatError: `unavailable` and `rate_limited` are tried again. */
export type ImportDoor = (body: string) => Promise<Omit<ImportAnswer, 'ok' | 'requestId' | 'projectId'>>;
/** The way of one import into heat. */
export type Door = {
  send: ImportDoor;
  /** What became of the lines that were taken, so many; null when nobody can tell exactly. */
  outcome: (accepted: number) => Promise<ImportOutcome | null>;
  close: () => Promise<void>;
};

export type RefusedLine = { line: number; code: string; message: string };
export type Tally = {
  lines: number;
  accepted: number;
  refused: number;
  nameless: number;
  types: { [type: string]: number };
  firstAtMs: number | null;
  lastAtMs: number | null;
  /** Accepted lines by the host of their page, most first; at most LIMITS.importHosts of the first that were met. */
  hosts: ImportAnswer['hosts'];
};
export type HandOver = {
  /** Resolves once there is room for more. */
  add: (lines: readonly ReadLine[]) => Promise<void>;
  /** Resolves once everything is on heat's disk. */
  end: () => Promise<Tally>;
  tally: () => Tally;
};

export function createHandOver(deps: {
  door: ImportDoor;
  onRefused: (refused: RefusedLine) => void | Promise<void>;
  sleep?: (ms: number) => Promise<void>;
  /** Whoever stops the import waits for heat no longer. */
  isStopped?: () => boolean;
}): HandOver {
  const tally: Tally = {
    ...{ lines: 0, accepted: 0, refused: 0, nameless: 0, types: {} },
    ...{ firstAtMs: null, lastAtMs: null, hosts: [] },
  };
  const hosts = new Map<string, number>();
  let waiting: { line: number; json: string }[] = [];
  let bytes = 0;

  const refuse = async (refused: RefusedLine): Promise<void> => {
    tally.refused += 1;
    await deps.onRefused(refused);
  };
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const sent = waiting;
    waiting = [];
    bytes = 0;
    const body = `[${sent.map(({ json }) => json).join(',')}]`;
    const answer = await patiently(() => deps.door(body), {
      sleep: deps.sleep ?? Bun.sleep,
      isStopped: deps.isStopped ?? (() => false),
    });
    count(tally, answer);
    countHosts(hosts, answer.hosts);
    for (const { index, code, message } of answer.rejected)
      await refuse({ line: sent[index]?.line ?? 0, code, message });
  };

  return {
    async add(lines) {
      for (const { line, json, fault } of lines) {
        tally.lines += 1;
        if (json === null) {
          await refuse({ line, code: 'unreadable', message: fault ?? 'It cannot be read' });
          continue;
        }
        const size = Buffer.byteLength(json) + 1;
        if (waiting.length >= LIMITS.batchEvents || bytes + size > LIMITS.importBytes) await flush();
        waiting.push({ line, json });
        bytes += size;
      }
    },
    async end() {
      await flush();
      return { ...tally, hosts: [...hosts].sort(([, a], [, b]) => b - a) };
    },
    tally: () => tally,
  };
}

function count(
  tally: Tally,
  { accepted, nameless, types, firstAtMs, lastAtMs }: Awaited<ReturnType<ImportDoor>>,
) {
  tally.accepted += accepted;
  tally.nameless += nameless;
  for (const [type, many] of Object.entries(types)) tally.types[type] = (tally.types[type] ?? 0) + many;
  if (firstAtMs !== null) tally.firstAtMs = Math.min(firstAtMs, tally.firstAtMs ?? firstAtMs);
  if (lastAtMs !== null) tally.lastAtMs = Math.max(lastAtMs, tally.lastAtMs ?? lastAtMs);
}

function countHosts(known: Map<string, number>, told: ImportAnswer['hosts']): void {
  for (const [host, lines] of told)
    if (known.has(host) || known.size < LIMITS.importHosts) known.set(host, (known.get(host) ?? 0) + lines);
}

/** Tries again while heat is busy, its disk full or its server being started anew, for LIMITS.importPatienceMs. */
async function patiently<T>(
  work: () => Promise<T>,
  { sleep, isStopped }: { sleep: (ms: number) => Promise<void>; isStopped: () => boolean },
): Promise<T> {
  let waitedMs = 0;
  let pauseMs = 250;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isPassing =
        error instanceof HeatError && (error.kind === 'unavailable' || error.kind === 'rate_limited');
      if (!isPassing || waitedMs >= LIMITS.importPatienceMs || isStopped()) throw error;
      const wantedMs = (error.retryAfterSeconds ?? 0) * 1000;
      const ms = Math.min(Math.max(pauseMs, wantedMs), LIMITS.importPauseMs);
      await sleep(ms);
      waitedMs += ms;
      pauseMs = Math.min(pauseMs * 2, LIMITS.importPauseMs);
    }
  }
}
