// heat export sessions | events | heatmap | person: data to standard output or a file; works while the server runs, and without it.

import { type Command, Option } from 'commander';
import { SESSION_SORTS } from '../../contract/api.ts';
import { counted } from '../../lib/counted.ts';
import { exportEvents, exportSessions } from '../../reports/export.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../reports/export-formats.ts';
import type { ResolvedScope } from '../../reports/scope.ts';
import type { ReportStore } from '../../storage/port.ts';
import { type FormatOptions, readFormat, withFormats } from '../format-options.ts';
import { withCommon } from '../options.ts';
import { dim, type Terminal } from '../output.ts';
import { progressLine } from '../progress.ts';
import { openReports } from '../reports.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';
import { pour } from '../sink.ts';
import { exportAll } from './export-all.ts';
import { addHeatmapExport } from './export-heatmap.ts';
import { addPersonExport } from './export-person.ts';

type FileOptions = ScopeOptions & FormatOptions;
type SessionOptions = FileOptions & { search?: string; sort?: string };
type EventOptions = FileOptions & { event?: string; category?: string; user?: string; all?: boolean };
type Asked = {
  scope: ResolvedScope;
  format: ExportFormat;
  nowMs: number;
  onProgress: (progress: { rows: number; total: number }) => void;
};
type Pieces = (store: ReportStore, asked: Asked) => AsyncGenerator<string, void, void>;

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
      .addOption(new Option('--sort <order>', 'order (default newest)').choices(SESSION_SORTS)),
    'heat export sessions --project my-shop --period 30d --filter device:is:mobile --filter rage:min:1 > sessions.csv',
  ).action((options: SessionOptions) => {
    const { search, sort } = options;
    return runExport(terminal, { options, what: 'session' }, (store, asked) =>
      exportSessions(store, { ...asked, search, sort }),
    );
  });
  withCommon(
    withFileOptions(
      command
        .command('events')
        .description(
          'One row for each custom event, with its properties, newest first; likewise defused. Its session_id is the one of exported sessions.',
        ),
    )
      .option('--event <name>', 'only events of exactly this name')
      .option('--category <name>', 'only of this category')
      .option('--user <id>', 'only of this user')
      .option('--all', 'every recorded event of any type, whole, for heat import; NDJSON'),
    'heat export events --project my-shop --event purchase --format ndjson > purchases.ndjson',
  ).action((options: EventOptions) => {
    if (options.all) return exportAll(terminal, options);
    const { event, category, user } = options;
    return runExport(terminal, { options, what: 'custom event' }, (store, { nowMs: _, ...asked }) =>
      exportEvents(store, { ...asked, event, category, user }),
    );
  });
  addPersonExport(command, terminal);
  addHeatmapExport(command, terminal);
}

function withFileOptions(command: Command): Command {
  return withFormats(withScopeOptions(command, '12mo'), EXPORT_FORMATS);
}

async function runExport(
  terminal: Terminal,
  { options, what }: { options: FileOptions; what: string },
  pieces: Pieces,
): Promise<void> {
  const format = readFormat(options, EXPORT_FORMATS);
  const { output } = options;
  const nowMs = Date.now();
  const { scope } = await readScopeOptions(options, { defaultPeriod: '12mo', nowMs });
  const store = await openReports(options);
  const progress = progressLine(terminal, output === undefined && process.stdout.isTTY === true);
  let written = 0;
  try {
    const onProgress: Asked['onProgress'] = ({ rows, total }) => {
      written = rows;
      progress.tell(`${counted(rows, what)} of ${total.toLocaleString('en')}`);
    };
    await pour(pieces(store, { scope, format, nowMs, onProgress }), output);
  } finally {
    progress.end();
    await store.close();
  }
  if (output !== undefined) terminal.err(dim(`Wrote ${counted(written, what)} to ${output}\n`));
}
