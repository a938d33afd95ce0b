// heat prune: what retention takes away next, of events and of recordings. Heat itself does it while it runs, events by whole
// UTC days.

import type { Command } from 'commander';
import { LIMITS } from '../../contract/limits.ts';
import { agedBeforeMs, readSettings } from '../../contract/project-settings.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { counted } from '../../lib/counted.ts';
import { openReplayStore } from '../../storage/open/replay-store.ts';
import { openReportStore } from '../../storage/open.ts';
import { lineOf } from '../command-line.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import { FIRST_PROJECT, type ProjectOptions, projectOf, withCatalog, withCommon } from '../options.ts';
import { dim, type Terminal } from '../output.ts';
import { type Column, printRows } from '../rows.ts';

type PruneOptions = ProjectOptions & FormatOptions & { dryRun?: boolean };
type Aged = {
  project: string;
  eventDays: number;
  sessions: number;
  events: number;
  replayDays: number;
  replayBytes: number;
};

export function addPruneCommand(program: Command, terminal: Terminal): void {
  withCommon(
    withFormats(
      program
        .command('prune')
        .description(
          'Say what is kept longer than its project says: events (heat project update --event-days) and recordings (Settings). A running heat takes it away by itself, events by whole days of UTC.',
        )
        .option('--project <id>', 'only this project')
        .option('--dry-run', 'only say it; heat takes it away by itself while it runs'),
    ),
    'heat prune --dry-run',
  ).action((options: PruneOptions) =>
    withCatalog(options, async (catalog, dataDir) => {
      const store = await openReportStore(dataDir);
      const replays = await openReplayStore(dataDir, { readonly: true });
      try {
        const asked = options.project === undefined ? null : await projectOf(catalog, options);
        const rows: Aged[] = [];
        for (const { no, id, settings } of asked ? [asked] : await catalog.listProjects()) {
          const { eventDays, replayDays } = readSettings(settings);
          const nowMs = Date.now();
          const beforeMs = agedBeforeMs(eventDays, nowMs);
          const old =
            eventDays === 0
              ? { sessions: 0, events: 0 }
              : await store.agedSummary({ projectNo: no, beforeMs });
          const { bytes: replayBytes } = await replays.aged(no, nowMs - replayDays * DAY_MS);
          rows.push({ project: id, eventDays, ...old, replayDays, replayBytes });
        }
        const empty = `There is no project yet. Make one: ${lineOf(options, FIRST_PROJECT)}`;
        await printRows(terminal, options, { columns: AGED, rows, empty });
        if (!options.dryRun && rows.some(({ sessions, replayBytes }) => sessions + replayBytes > 0))
          terminal.err(dim(BY_ITSELF));
      } finally {
        await replays.close();
        await store.close();
      }
    }),
  );
}

const BY_ITSELF = `Nothing was changed: a running heat takes it away by itself, a minute after its start and every ${counted(LIMITS.retentionCheckMs / 60_000, 'minute')}.\n`;

const AGED: readonly Column<Aged>[] = [
  { name: 'project', read: ({ project }) => project },
  {
    ...{ name: 'event_days', head: 'kept', read: ({ eventDays }) => eventDays },
    show: ({ eventDays }) => (eventDays === 0 ? 'for ever' : counted(eventDays, 'day')),
  },
  { name: 'sessions', head: 'sessions too old', read: ({ sessions }) => sessions },
  { name: 'events', read: ({ events }) => events },
  {
    ...{ name: 'replay_days', head: 'recordings kept', read: ({ replayDays }) => replayDays },
    show: ({ replayDays }) => counted(replayDays, 'day'),
  },
  { name: 'replay_bytes', head: 'bytes too old', read: ({ replayBytes }) => replayBytes },
];
