// heat prune --dry-run: what retention takes away next. Heat itself does it, every few minutes while it runs.

import type { Command } from 'commander';
import { LIMITS } from '../../contract/limits.ts';
import { readSettings } from '../../contract/project-settings.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { openReportStore } from '../../storage/open.ts';
import { type CommonOptions, withCatalog, withCommon } from '../options.ts';
import { dim, json, type Terminal, table } from '../output.ts';

type PruneOptions = CommonOptions & { project?: string; dryRun?: boolean };

export function addPruneCommand(program: Command, terminal: Terminal): void {
  withCommon(
    program
      .command('prune')
      .description('What is kept longer than its project says (heat project update --event-days).')
      .option('--project <id>', 'only this project')
      .option('--dry-run', 'only say it; heat takes it away by itself while it runs'),
    'heat prune --dry-run',
  ).action((options: PruneOptions) =>
    withCatalog(options, async (catalog, dataDir) => {
      const store = await openReportStore(dataDir);
      try {
        const rows = [];
        for (const { no, id, settings } of await catalog.listProjects()) {
          if (options.project !== undefined && options.project !== id) continue;
          const { eventDays } = readSettings(settings);
          const asked = { projectNo: no, beforeMs: Date.now() - eventDays * DAY_MS };
          const old = eventDays === 0 ? { sessions: 0, events: 0 } : await store.agedSummary(asked);
          rows.push({ project: id, eventDays, ...old });
        }
        if (options.json) return terminal.out(json(rows));
        const lines = rows.map(({ project, eventDays, sessions, events }) => [
          project,
          eventDays === 0 ? 'for ever' : `${eventDays} days`,
          String(sessions),
          String(events),
        ]);
        terminal.out(table(['project', 'kept', 'sessions too old', 'events'], lines));
        if (!options.dryRun)
          terminal.err(
            dim(
              `A running heat takes this away by itself, every ${LIMITS.retentionCheckMs / 60_000} minutes.\n`,
            ),
          );
      } finally {
        await store.close();
      }
    }),
  );
}
