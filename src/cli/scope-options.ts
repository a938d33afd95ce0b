// The options by which commands are asked about a range and filters, and the scope that they make.

import { type Command, Option } from 'commander';
import { PERIODS, type Period } from '../contract/api.ts';
import { DIMENSION_NAMES, FILTER_OPS } from '../contract/dimensions.ts';
import { type ResolvedScope, resolveScope } from '../reports/scope.ts';
import type { ProjectRow } from '../storage/port-catalog.ts';
import { collect, type ProjectOptions, projectOf, withCatalog, withProject } from './options.ts';
import { openRooms } from './rooms.ts';

export type ScopeOptions = ProjectOptions & {
  period?: string;
  from?: string;
  to?: string;
  tz?: string;
  filter: string[];
  segment?: string;
  bots?: boolean;
};

/** Adds --project, --period, --from, --to, --tz, --filter, --segment and --bots. */
export function withScopeOptions(command: Command, defaultPeriod: Period): Command {
  return withFilterOptions(
    withProject(command)
      .addOption(new Option('--period <period>', `range (default ${defaultPeriod})`).choices(PERIODS))
      .option('--from <instant>', 'start, ISO 8601 or ms')
      .option('--to <instant>', 'end, ISO 8601 or ms'),
  );
}

/** Adds --project, --from and --to, which must be given, --tz, --filter, --segment and --bots. See checkPurgeRange(). */
export function withExactScope(command: Command): Command {
  return withFilterOptions(
    withProject(command)
      .requiredOption('--from <instant>', 'start, ISO 8601 or ms, a whole quarter-hour')
      .requiredOption('--to <instant>', 'end, the same; of a day alone the whole day counts'),
  );
}

function withFilterOptions(command: Command): Command {
  return command
    .option('--tz <zone>', "IANA zone (default: the project's)")
    .option(
      '--filter <filter>',
      `dimension:${FILTER_OPS.join('|')}:value, repeatable; dimensions: ${DIMENSION_NAMES.join(', ')}, prop.<key>`,
      collect,
      [],
    )
    .option('--segment <id>', 'filters saved as a segment of the project')
    .option('--bots', 'with bots');
}

/** Opens the catalog for as long as it takes. Throws as resolveScope() and projectOf() do. */
export async function readScopeOptions(
  options: ScopeOptions,
  { defaultPeriod, nowMs }: { defaultPeriod: Period; nowMs: number },
): Promise<{ project: ProjectRow; scope: ResolvedScope }> {
  const { project, segmentFilters } = await withCatalog(options, async (catalog) => {
    const found = await projectOf(catalog, options);
    const { segments } = openRooms(catalog);
    const filters = options.segment && (await segments.filtersOf(found.no, options.segment));
    return { project: found, segmentFilters: filters || [] };
  });
  const { period, from, to, tz, filter, bots } = options;
  const hasRange = period !== undefined || from !== undefined || to !== undefined;
  const { no: projectNo, timeZone, pageRules } = project;
  const scope = resolveScope(
    {
      period: hasRange ? period : defaultPeriod,
      ...{ from, to, tz, filter, segmentFilters },
      bots: bots ? '1' : undefined,
    },
    { projectNo, timeZone, pageRules },
    nowMs,
  );
  return { project, scope };
}
