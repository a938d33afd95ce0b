// heat export sessions: rows to standard output or a file, streamed; works while the server runs.

import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import { PERIODS, SESSION_SORTS } from '../../contract/api.ts';
import { DIMENSION_NAMES, FILTER_OPS } from '../../contract/dimensions.ts';
import { HeatError } from '../../lib/errors.ts';
import { exportSessions } from '../../reports/export.ts';
import { EXPORT_FORMATS } from '../../reports/export-formats.ts';
import { resolveScope } from '../../reports/scope.ts';
import { openReportStore } from '../../storage/open.ts';
import { type CommonOptions, collect, dataDirOf, projectOf, withCatalog, withCommon } from '../options.ts';
import { openRooms } from '../rooms.ts';

type ExportOptions = CommonOptions & {
  project?: string;
  format: string;
  period?: string;
  from?: string;
  to?: string;
  tz?: string;
  filter: string[];
  segment?: string;
  search?: string;
  sort?: string;
  bots?: boolean;
  output?: string;
};

export function addExportCommand(program: Command): void {
  const command = program.command('export').description('Write data as CSV, NDJSON or JSON.');
  withCommon(
    command
      .command('sessions')
      .description('One row for each session. Cells that a spreadsheet would run as a formula are defused.')
      .option('--project <id>', 'project (may be left out when there is only one)')
      .option('--format <format>', EXPORT_FORMATS.join(', '), 'csv')
      .option('--period <period>', `${PERIODS.join(', ')} (default 12mo)`)
      .option('--from <instant>', 'start, ISO 8601 or ms')
      .option('--to <instant>', 'end, ISO 8601 or ms')
      .option('--tz <zone>', "IANA zone (default: the project's)")
      .option(
        '--filter <filter>',
        `dimension:${FILTER_OPS.join('|')}:value, repeatable; dimensions: ${DIMENSION_NAMES.join(', ')}, prop.<key>`,
        collect,
        [],
      )
      .option('--segment <id>', 'filters saved as a segment of the project')
      .option('--search <text>', 'part of the user or of a viewed path')
      .option('--sort <order>', `${SESSION_SORTS.join(', ')} (default newest)`)
      .option('--bots', 'with bots')
      .option('-o, --output <file>', 'write to a file instead of standard output'),
    'heat export sessions --project my-shop --period 30d --filter device:is:mobile --filter rage:min:1 > sessions.csv',
  ).action((options: ExportOptions) => runExport(options));
}

async function runExport(options: ExportOptions): Promise<void> {
  const wanted = options.json ? 'json' : options.format;
  const format = EXPORT_FORMATS.find((one) => one === wanted);
  if (!format)
    throw new HeatError({
      kind: 'invalid',
      message: `Cannot export as "${wanted}"`,
      hint: `Formats: ${EXPORT_FORMATS.join(', ')}`,
    });
  const { project, segmentFilters } = await withCatalog(options, async (catalog) => {
    const found = await projectOf(catalog, options.project);
    const { segments } = openRooms(catalog);
    const filters = options.segment && (await segments.filtersOf(found.no, options.segment));
    return { project: found, segmentFilters: filters || [] };
  });
  const nowMs = Date.now();
  const hasRange = options.period !== undefined || options.from !== undefined || options.to !== undefined;
  const scope = resolveScope(
    {
      period: hasRange ? options.period : '12mo',
      from: options.from,
      to: options.to,
      tz: options.tz,
      filter: options.filter,
      segmentFilters,
      bots: options.bots ? '1' : undefined,
    },
    { projectNo: project.no, timeZone: project.timeZone, pageRules: project.pageRules },
    nowMs,
  );
  const { search, sort } = options;
  const store = await openReportStore(dataDirOf(options));
  const sink = openSink(options.output);
  try {
    for await (const piece of exportSessions(store, { scope, format, nowMs, search, sort }))
      await sink.write(piece);
  } finally {
    await sink.close();
    await store.close();
  }
}

type Sink = { write: (text: string) => Promise<void>; close: () => Promise<void> };

/** Waits for a slow reader; a reader that went away (`| head`) ends the command quietly. */
function openSink(output: string | undefined): Sink {
  if (output !== undefined && !existsSync(dirname(resolve(output)))) {
    throw new HeatError({ kind: 'invalid', message: `Cannot write "${output}": there is no such folder` });
  }
  const writer = (output === undefined ? Bun.stdout : Bun.file(output)).writer();
  return {
    write: async (text) => {
      try {
        writer.write(text);
        await writer.flush();
      } catch (error) {
        if ((error as { code?: string }).code === 'EPIPE') process.exit(0);
        throw error;
      }
    },
    close: async () => {
      await writer.end();
    },
  };
}
