// heat export sessions | heatmap: data to standard output or a file; works while the server runs, and without it.

import type { Command } from 'commander';
import { SESSION_SORTS } from '../../contract/api.ts';
import { HeatError } from '../../lib/errors.ts';
import { exportSessions } from '../../reports/export.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../reports/export-formats.ts';
import { openReportStore } from '../../storage/open.ts';
import { dataDirOf, withCommon } from '../options.ts';
import type { Terminal } from '../output.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';
import { openSink } from '../sink.ts';
import { addHeatmapExport } from './export-heatmap.ts';

type ExportOptions = ScopeOptions & {
  format: string;
  search?: string;
  sort?: string;
  output?: string;
};

export function addExportCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('export')
    .description('Write data as CSV, NDJSON or JSON, and maps as pictures.');
  withCommon(
    withScopeOptions(
      command
        .command('sessions')
        .description('One row for each session. Cells that a spreadsheet would run as a formula are defused.')
        .option('--format <format>', EXPORT_FORMATS.join(', '), 'csv'),
      '12mo',
    )
      .option('--search <text>', 'part of the user or of a viewed path')
      .option('--sort <order>', `${SESSION_SORTS.join(', ')} (default newest)`)
      .option('-o, --output <file>', 'write to a file instead of standard output'),
    'heat export sessions --project my-shop --period 30d --filter device:is:mobile --filter rage:min:1 > sessions.csv',
  ).action((options: ExportOptions) => runExport(options));
  addHeatmapExport(command, terminal);
}

async function runExport(options: ExportOptions): Promise<void> {
  const format = readFormat(options.json ? 'json' : options.format);
  const nowMs = Date.now();
  const { scope } = await readScopeOptions(options, { defaultPeriod: '12mo', nowMs });
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

function readFormat(wanted: string): ExportFormat {
  const format = EXPORT_FORMATS.find((one) => one === wanted);
  if (format) return format;
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot export as "${wanted}"`,
    hint: `Formats: ${EXPORT_FORMATS.join(', ')}`,
  });
}
