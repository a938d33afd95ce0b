// The snapshots that come with the demo: pages of the shop as the tracker's own snapshot part recorded them, handed over
// as an owner's browser would upload them. What becomes of them is heat's matter, as with any upload.

import { DEVICES, type Device } from '../contract/event-types.ts';
import type { SnapshotContent } from '../contract/snapshot.ts';
import { readRecorded } from './recorded.ts';
import { deployedAtMs, EDITIONS, type Edition, isLater } from './story.ts';

/** A page in one of its forms: the same nodes at every width. */
export type RecordedPage = Pick<SnapshotContent, 'title' | 'nodes' | 'descriptors'> & {
  path: string;
  /** The edition of the shop with which the page took this form. */
  since: Edition;
  sizes: Record<Device, Pick<SnapshotContent, 'viewport' | 'doc'>>;
};
export type RecordedSnapshots = { styles: string[]; pages: RecordedPage[] };

/** What a browser would send, and when. */
export type DemoUpload = { body: Uint8Array<ArrayBuffer>; atMs: number };
export type TakeOptions = {
  /** Where the shop answers. */
  origin: string;
  /** When the made-up visits begin, and when they end. */
  fromMs: number;
  nowMs: number;
};

/** Between a deploy and its first snapshot, and between two snapshots, ms. */
const SOON_MS = 15 * 60_000;
const EACH_MS = 20_000;
/** Where the layout of a map has no snapshot it lies over the newest: the one for desks comes last. */
const IN_TURN: readonly Device[] = [...DEVICES].sort(
  (a, b) => Number(a === 'desktop') - Number(b === 'desktop'),
);

export function loadSnapshots(): RecordedSnapshots {
  return readRecorded('snapshots') as RecordedSnapshots;
}

/** An upload for each page, form and device class that visitors of this time saw, oldest first. */
export function* makeUploads(
  { styles, pages }: RecordedSnapshots,
  { origin, fromMs, nowMs }: TakeOptions,
): Generator<DemoUpload> {
  const seen = pages.filter((page) => endMs(page, { pages, nowMs }) > fromMs);
  const plan = EDITIONS.flatMap((edition) =>
    seen
      .filter(({ since }) => since === edition)
      .flatMap((page) => IN_TURN.map((device) => ({ page, device })))
      // What was there before anybody came was taken when measuring began.
      .map((one, at) => ({
        ...one,
        atMs: Math.max(deployedAtMs(edition, nowMs), fromMs) + SOON_MS + at * EACH_MS,
      })),
  );
  // None in the future, and none before the one that it follows.
  let latestMs = nowMs;
  for (const one of plan.toReversed()) {
    one.atMs = Math.min(one.atMs, latestMs);
    latestMs = one.atMs - EACH_MS;
  }
  for (const { page, device, atMs } of plan) {
    const { path, title, sizes, nodes, descriptors } = page;
    const content: SnapshotContent = {
      ...{ v: 1, url: `${origin}${path}`, title, ...sizes[device] },
      ...{ nodes, styles, assets: [], descriptors },
    };
    yield { body: new TextEncoder().encode(JSON.stringify(content)), atMs };
  }
}

/** When another form took its place; Infinity for those that the shop has now. */
function endMs(
  { path, since }: RecordedPage,
  { pages, nowMs }: { pages: readonly RecordedPage[]; nowMs: number },
): number {
  const next = pages.find((page) => page.path === path && isLater(page.since, since));
  return next ? deployedAtMs(next.since, nowMs) : Number.POSITIVE_INFINITY;
}
