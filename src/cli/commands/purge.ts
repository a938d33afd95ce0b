// heat purge sessions | list: removes made-up sessions by range and filters. A running heat does the work; the command waits
// for it and says what went.

import type { Command } from 'commander';
import type { RemovedCounts } from '../../contract/personal-data.ts';
import type { Purge, PurgePreview, PurgeScope } from '../../contract/purges.ts';
import { counted } from '../../lib/counted.ts';
import { checkFound, checkPurgeFilters, checkPurgeRange } from '../../projects/purges.ts';
import { readInstant } from '../../reports/instant.ts';
import { purgeQuestion } from '../../reports/purge.ts';
import { lineOf } from '../command-line.ts';
import { type ConfirmOptions, isConfirmed, withConfirmation } from '../confirm.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import { type ProjectOptions, projectOf, withCatalog, withCommon, withProject } from '../options.ts';
import { day, type Terminal } from '../output.ts';
import { openReports } from '../reports.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { type Column, instant, printRows } from '../rows.ts';
import { readScopeOptions, type ScopeOptions, withExactScope } from '../scope-options.ts';
import { heldWords, removedWords } from '../taken-words.ts';
import { tellOrder } from '../tell-order.ts';

type PurgeOptions = ScopeOptions & ConfirmOptions;

export function addPurgeCommand(program: Command, terminal: Terminal): void {
  const purge = program
    .command('purge')
    .description('Remove made-up sessions, which anybody can send with the key that stands in your pages.');
  withCommon(
    withConfirmation(
      withExactScope(
        purge
          .command('sessions')
          .description(
            'Delete the sessions that began in a range and pass all filters, with everything that was counted of them. There is no way back.',
          ),
      ),
    ),
    'heat purge sessions --project my-shop --from 2026-11-21T22:00 --to 2026-11-22T06:00 --filter referrer:contains:spam.example',
  ).action((options: PurgeOptions) => runPurge(terminal, options));
  withCommon(
    withFormats(
      withProject(purge.command('list').description('List purges, newest first, and what they removed.')),
    ),
    'heat purge list --project my-shop',
  ).action((options: ProjectOptions & FormatOptions) =>
    withCatalog(options, async (catalog) => {
      const rows = await openRooms(catalog).purges.list(await projectOf(catalog, options));
      const empty = `Nothing was purged. How to: ${lineOf(options, 'purge sessions --help')}`;
      await printRows(terminal, options, { columns: PURGES, rows, empty });
    }),
  );
}

async function runPurge(terminal: Terminal, options: PurgeOptions): Promise<void> {
  const { project, scope: asked } = await readScopeOptions(options, {
    defaultPeriod: '30d',
    nowMs: Date.now(),
  });
  checkPurgeFilters(asked.filters);
  const msOf = (name: 'from' | 'to') => readInstant(options[name] ?? '', name, asked.timeZone).ms;
  checkPurgeRange({ fromMs: msOf('from'), toMs: msOf('to') });
  const store = await openReports(options);
  const { scope, found, preview } = await purgeQuestion(store, asked).finally(() => store.close());
  checkFound(found);
  const told = { words: previewWords(preview), json: { project: project.id, ...preview } };
  if (!isConfirmed(terminal, options, told)) return;
  await withCatalog(options, async (catalog, dataDir) => {
    const { purges } = openRooms(catalog);
    const order = await purges.ask(project, { scope, found }, TERMINAL_ACTOR);
    await tellOrder(terminal, order, {
      dataDir,
      list: () => purges.list(project),
      seenBy: 'heat purge list says',
      words: purgedWords,
      json: options.json ? {} : null,
    });
  });
}

function previewWords(preview: PurgePreview): [string, string][] {
  const { sessions, visitors } = preview;
  return [
    ['would go', `sessions that began ${rangeOf(preview)}`],
    ['filters', filtersOf(preview)],
    ['sessions', `${sessions} of ${counted(visitors, 'visitor')}, with their recordings`],
    ...heldWords(preview),
  ];
}

function purgedWords(removed: RemovedCounts): [string, string][] {
  return [
    ...removedWords(removed),
    ['pages of theirs alone', String(removed.pages)],
    ['elements of theirs alone', String(removed.elements)],
  ];
}

const rangeOf = ({ fromMs, toMs }: PurgeScope): string => `${day(fromMs)} to ${day(toMs)} (UTC)`;

function filtersOf({ filters, bots }: PurgeScope): string {
  const all = filters.length > 0 ? filters.join('  ') : 'none: all of them';
  return bots ? `${all}, with bots` : all;
}

const PURGES: readonly Column<Purge>[] = [
  { name: 'id', read: ({ id }) => id },
  instant('asked_at', 'asked', ({ askedAtMs }) => askedAtMs),
  { name: 'asked_by', head: 'by', read: ({ askedBy }) => askedBy },
  { name: 'range', head: 'sessions began', read: rangeOf },
  { name: 'filters', read: filtersOf },
  {
    ...{ name: 'sessions', head: 'removed', read: ({ removed }) => removed?.sessions ?? null },
    show: ({ removed }) => (removed === null ? 'under way' : counted(removed.sessions, 'session')),
  },
];
