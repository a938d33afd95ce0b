// Makes one run of records of the chunks of a session: the page loads one after another, each until the next begins.
// Pure.

import type { PageRecord, ReplayChunk } from '../../src/contract/replay-chunk.ts';

/** rrweb's kind of record that says how large the window is: each page load begins with one, and so does each retake. */
const META = 4;

/** In order of time. What comes before the first whole page, or of a tab that another one has followed, is left out. */
export function joinChunks(chunks: readonly ReplayChunk[]): PageRecord[] {
  const loads = new Map<string, PageRecord[]>();
  for (const { recording, records } of chunks)
    loads.set(recording, [...(loads.get(recording) ?? []), ...records]);
  const runs = [...loads.values()].map(fromFirstPage).filter((run) => run.length > 1);
  runs.sort((a, b) => (a[0]?.timestamp ?? 0) - (b[0]?.timestamp ?? 0));
  return runs.flatMap((run, at) => {
    const endMs = runs[at + 1]?.[0]?.timestamp ?? Number.POSITIVE_INFINITY;
    return run.filter(({ timestamp }) => timestamp < endMs);
  });
}

function fromFirstPage(records: PageRecord[]): PageRecord[] {
  const sorted = records.toSorted((a, b) => a.timestamp - b.timestamp);
  const first = sorted.findIndex(({ type }) => type === META);
  return first < 0 ? [] : sorted.slice(first);
}
