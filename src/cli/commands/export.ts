// heat export sessions | events | heatmap | person: data to standard output or a file; works while the server runs, and without it.

import type { Command } from 'commander';
import { SESSION_SORTS } from '../../contract/api.ts';
import { HeatError } from '../../lib/errors.ts';
import { exportEvents, exportSessions } from '../../reports/export.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../reports/export-formats.ts';
import type { ResolvedScope } from '../../reports/scope.ts';
import type { ReportStore } from '../../storage/port.ts';
import { withCommon } from '../options.ts';
import type { Terminal } from '../output.ts';
import { openReports } from '../reports.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';
import { openSink } from '../sink.ts';
import { addHeatmapExport } from './export-heatmap.ts';
import { addPersonExport } from './export-person.ts';

type FileOptions = ScopeOptions & { format: string; output?: string };
type SessionOptions = FileOptions & { search?: string; sort?: string };
type EventOptions = FileOptions & { event?: string; category?: string; user?: string };
type Asked = { scope: ResolvedScope; format: ExportFormat; nowMs: number };

export function addExportCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('export')
    .description('Write data as CSV, NDJSON or JSON, and maps as pictures.');
  withCommon(
    withFileOptions(
      command
        .command('sessions')
        .description(
          'One row for each session. Cells that a spreadsheet would run as a formula are defused.',
        ),
    )
      .option('--search <text>', 'part of the user or of a viewed path')
      .option('--sort <order>', `${SESSION_SORTS.join(', ')} (default newest)`),
    'heat export sessions --project my-shop --period 30d --filter device:is:mobile --filter rage:min:1 > sessions.csv',
  ).action((options: SessionOptions) => {
    const { search, sort } = options;
    return runExport(options, (store, asked) => exportSessions(store, { ...asked, search, sort }));
  });
  withCommon(
    withFileOptions(
      command
        .command('events')
        .description('One row for each custom event, with its properties, newest first; likewise defused.'),
    )
      .option('--event <name>', 'only events of exactly this name')
      .option('--category <name>', 'only of this category')
      .option('--user <id>', 'only of this user'),
    'heat export events --project my-shop --event purchase --format ndjson > purchases.ndjson',
  ).action((options: EventOptions) => {
    const { event, category, user } = options;
    return runExport(options, (store, { scope, format }) =>
      exportEvents(store, { scope, format, event, category, user }),
    );
  });
  addPersonExport(command);
  addHeatmapExport(command, terminal);
}

function withFileOptions(command: Command): Command {
  return withScopeOptions(
    command.option('--format <format>', EXPORT_FORMATS.join(', '), 'csv'),
    '12mo',
  ).option('-o, --output <file>', 'write to a file instead of standard output');
}

async function runExport(
  options: FileOptions,
  pieces: (store: ReportStore, asked: Asked) => AsyncIterable<string>,
): Promise<void> {
  const format = readFormat(options.json ? 'json' : options.format);
  const nowMs = Date.now();
  const { scope } = await readScopeOptions(options, { defaultPeriod: '12mo', nowMs });
  const store = await openReports(options);
  const sink = openSink(options.output);
  try {
    for await (const piece of pieces(store, { scope, format, nowMs })) await sink.write(piece);
  } finally {
    await sink.close();
    await store.close();
  }
}

function readFormat(wanted: string): ExportFormat {
  const format = EXPORT_FORMATS.find((one) => one === wanted);
  if (format) return format;
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot export as "${wanted}"`,
    hint: `Formats: ${EXPORT_FORMATS.join(', ')}`,
  });
}
