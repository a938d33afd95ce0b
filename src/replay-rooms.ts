// Puts the rooms of pages and recordings together with their two files: snapshots on the server's thread, recordings on
// one of their own. For app.ts.

import { normalizePage } from './apply/normalize-page.ts';
import type { Clock } from './lib/clock.ts';
import type { Secrets } from './lib/secrets.ts';
import type { Projects } from './projects/projects.ts';
import { startRecordingsThread } from './recordings-thread.ts';
import { createMaskedSnapshots } from './replay/masked-snapshots.ts';
import { createOverlayLinks } from './replay/overlay-links.ts';
import { createRecordingWork } from './replay/recording-work.ts';
import {
  createRecordings,
  type Recordings,
  type RecordingsDeps,
  readRecording,
} from './replay/recordings.ts';
import { createSnapshots, type Snapshots } from './replay/snapshots.ts';
import { followsFrom, type OpennessOf } from './reports/aggregate-only.ts';
import { openReplayStore } from './storage/open/replay-store.ts';
import { openSnapshotStore } from './storage/open.ts';

export type ReplayStores = Awaited<ReturnType<typeof openReplayStores>>;

/** Both files must have been migrated. */
export async function openReplayStores(dataDir: string) {
  const snapshots = await openSnapshotStore(dataDir);
  const recordings = await startRecordingsThread(dataDir);
  return {
    snapshots,
    recordings,
    /** Everything of a project that is gone. */
    async removeProject(projectNo: number): Promise<void> {
      await snapshots.removeProject(projectNo);
      await recordings.removeProject(projectNo);
    },
    async close(): Promise<void> {
      await snapshots.close();
      await recordings.close();
    },
  };
}

/** Recordings for a process beside the server, which only reads. */
export async function openRecordingsReader(
  dataDir: string,
): Promise<Pick<Recordings, 'read'> & { close(): Promise<void> }> {
  const store = await openReplayStore(dataDir, { readonly: true });
  const work = createRecordingWork({ store, clockShift: () => 0 });
  return {
    read: (projectNo, question) => readRecording(work, projectNo, question),
    close: () => store.close(),
  };
}

export function createReplayRooms(
  stores: ReplayStores,
  deps: { clock: Clock; secrets: Secrets; projects: Projects; openness: OpennessOf } & Pick<
    RecordingsDeps,
    'admit'
  >,
) {
  const { clock, projects, admit } = deps;
  const links = { ...deps, normalizePage };
  const recordings: Recordings = createRecordings({
    work: stores.recordings,
    clock,
    admit,
    projects,
    followsFrom: (no) => followsFrom(deps.openness, no),
  });
  const snapshotsAt = (at: Clock): Snapshots =>
    createSnapshots({ store: stores.snapshots, ...links, clock: at });
  return {
    snapshots: snapshotsAt(clock),
    /** The same room with another clock: the demo's past is made up. */
    snapshotsAt,
    maskedSnapshots: createMaskedSnapshots({ store: stores.snapshots, ...links }),
    overlayLinks: createOverlayLinks(links),
    recordings,
  };
}
