// What the server is handed by app.ts: the rooms its routes call. Types only.

import type { Accounts } from '../accounts/accounts.ts';
import type { ImportOutcome } from '../contract/import-line.ts';
import type { Ingest } from '../ingest/ingest.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { ProjectCounts } from '../lib/project-counts.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { Alerts } from '../projects/alerts.ts';
import type { Annotations } from '../projects/annotations.ts';
import type { Forgettings } from '../projects/forgettings.ts';
import type { Funnels } from '../projects/funnels.ts';
import type { Goals } from '../projects/goals.ts';
import type { Projects } from '../projects/projects.ts';
import type { Purges } from '../projects/purges.ts';
import type { Segments } from '../projects/segments.ts';
import type { MaskedSnapshots } from '../replay/masked-snapshots.ts';
import type { OverlayLinks } from '../replay/overlay-links.ts';
import type { Recordings } from '../replay/recordings.ts';
import type { Snapshots } from '../replay/snapshots.ts';
import type { OpennessOf } from '../reports/aggregate-only.ts';
import type { Live } from '../reports/live.ts';
import type { ReportStore } from '../storage/port.ts';
import type { Catalog } from '../storage/port-catalog.ts';

export type Rooms = {
  accounts: Accounts;
  projects: Projects;
  segments: Segments;
  funnels: Funnels;
  goals: Goals;
  forgettings: Forgettings;
  purges: Purges;
  annotations: Annotations;
  alerts: Alerts;
  ingest: Ingest;
  reports: ReportStore;
  /** Which projects let out what follows one person. */
  openness: OpennessOf;
  snapshots: Snapshots;
  maskedSnapshots: MaskedSnapshots;
  overlayLinks: OverlayLinks;
  recordings: Recordings;
  live: Live;
  /** Asked by /health/ready and /metrics. */
  catalog: Pick<Catalog, 'version'>;
  journal: Pick<Journal, 'stats'>;
  /** The applier: `trouble` is the code of what keeps it from applying now, the counts are since the start. */
  applying: {
    stats: () => { setAside: number; trouble: string | null };
    /** Events that were there already. */
    duplicates: Pick<ProjectCounts, 'ofDay' | 'totals'>;
    /** What became of lines imported with that key. */
    imported: (key: { projectNo: number; keyId: string }) => ImportOutcome;
  };
  /** Data files and their write-ahead logs. */
  fileSizes: () => { name: string; bytes: number }[];
  clock: Clock;
  log: Log;
  /** Sign tokens and links. */
  secrets: Secrets;
  /** Replacing them, and which are still accepted, see accounts/secret.ts. */
  secretRotation: {
    rotate: (options: { endSignIns: boolean }) => Promise<{ previousUntilMs: number | null }>;
    previous: () => { untilMs: number }[];
  };
  /** Folder with what build.ts made: tracker, dashboard, demo site. It may be missing. */
  publicDir: string;
};
