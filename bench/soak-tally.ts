// What the soak did and was answered: counts by what was asked, and what was answered otherwise than it should be.

export type Tally = {
  /** Notes one answer; `wanted` are the statuses that are right for this request. */
  note: (what: string, status: number, ms: number, wanted: readonly number[], said: string) => void;
  /** Something that should not happen and is no status: a connection that broke, rows that are missing. */
  fault: (what: string, said: string) => void;
  counts: ReadonlyMap<string, Count>;
  /** Answers of 500 and above. */
  serverFaults: () => number;
  /** The first of everything that was not as it should be. */
  faults: readonly string[];
  faultCount: () => number;
};
export type Count = { answers: number; unwanted: number; longestMs: number; sumMs: number };

/** Of each kind. */
const KEPT_FAULTS = 8;
const SAID_CHARS = 240;

export function createTally(nowMs: () => number): Tally {
  const counts = new Map<string, Count>();
  const faults: string[] = [];
  const kept = new Map<string, number>();
  const startedMs = nowMs();
  let serverFaults = 0;
  let faultCount = 0;
  const fault = (what: string, said: string) => {
    faultCount += 1;
    const minutes = ((nowMs() - startedMs) / 60_000).toFixed(1);
    const known = kept.get(what) ?? 0;
    kept.set(what, known + 1);
    if (known < KEPT_FAULTS) faults.push(`${minutes} min  ${what}: ${said.slice(0, SAID_CHARS)}`);
  };
  return {
    counts,
    faults,
    fault,
    serverFaults: () => serverFaults,
    faultCount: () => faultCount,
    note(what, status, ms, wanted, said) {
      const count = counts.get(what) ?? { answers: 0, unwanted: 0, longestMs: 0, sumMs: 0 };
      counts.set(what, count);
      count.answers += 1;
      count.sumMs += ms;
      count.longestMs = Math.max(count.longestMs, ms);
      if (status >= 500) serverFaults += 1;
      if (wanted.includes(status)) return;
      count.unwanted += 1;
      fault(what, `${status} ${said}`);
    },
  };
}
