// heat export heatmap: one map as a picture or as rows, from the data directory alone.

import type { Command } from 'commander';
import { DEVICES } from '../../contract/event-types.ts';
import { MAP_KINDS } from '../../contract/kinds.ts';
import { HeatError } from '../../lib/errors.ts';
import type { ExportFormat } from '../../reports/export-formats.ts';
import { exportHeatmap } from '../../reports/export-heatmap.ts';
import { findPage } from '../../reports/find-page.ts';
import { type HeatmapArgs, heatmap } from '../../reports/heatmap.ts';
import type { ResolvedScope } from '../../reports/scope.ts';
import { scroll } from '../../reports/scroll.ts';
import type { ReportStore } from '../../storage/port.ts';
import { withCommon } from '../options.ts';
import { dim, type Terminal } from '../output.ts';
import { drawMap } from '../picture/map-picture.ts';
import { NOT_THE_PAGE, type PictureOptions } from '../picture/page-picture.ts';
import { encodePng } from '../picture/png.ts';
import { drawScroll } from '../picture/scroll-picture.ts';
import { openReports } from '../reports.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';
import { openSink } from '../sink.ts';

type MapOptions = ScopeOptions & {
  png?: boolean;
  csv?: boolean;
  ndjson?: boolean;
  kind: string;
  device?: string;
  width: string;
  output?: string;
};

const WIDTH = { min: 240, max: 4000, initial: 1280 };

export function addHeatmapExport(command: Command, terminal: Terminal): void {
  withCommon(
    withScopeOptions(
      command
        .command('heatmap')
        .description('One map: a picture of it, or a row for each element, bin and cell.')
        .argument('<page>', 'path, address, template or id of the page')
        .option('--png', 'a picture: the boxes that the tracker saw, with the map over them')
        .option('--csv', 'rows (default)')
        .option('--ndjson', 'rows as JSON lines')
        .option('--kind <kind>', `${MAP_KINDS.join(', ')} (attention: --png only)`, 'click')
        .option('--device <device>', `${DEVICES.join(', ')} (default all)`)
        .option('--width <px>', `width of the picture, ${WIDTH.min} to ${WIDTH.max}`, String(WIDTH.initial)),
      '30d',
    ).option('-o, --output <file>', 'write to a file instead of standard output'),
    'heat export heatmap /pricing --png --device mobile --width 390 -o pricing.png',
  ).action((page: string, options: MapOptions) => runExport(terminal, page, options));
}

async function runExport(terminal: Terminal, given: string, options: MapOptions): Promise<void> {
  const format = readFormat(options);
  const width = readWidth(options.width);
  refuseWhatCannotBeMade(format, options);
  const { scope } = await readScopeOptions(options, { defaultPeriod: '30d', nowMs: Date.now() });
  const store = await openReports(options);
  try {
    const { kind, device } = options;
    const asked = { scope, page: await findPage(store, { scope, given }), kind, device };
    if (format !== 'png') {
      const pieces = exportHeatmap(store, { ...asked, format });
      // The first piece is asked for before the file is opened: a refused question leaves no empty file.
      const first = await pieces.next();
      const sink = openSink(options.output);
      if (!first.done) await sink.write(first.value);
      for await (const piece of pieces) await sink.write(piece);
      return await sink.close();
    }
    const progress = progressLine(terminal);
    const shown = { width, scope: scopeWords(scope, device), onProgress: progress.tell };
    const picture = await draw(store, asked, shown);
    const sink = openSink(options.output);
    await sink.write(picture);
    await sink.close();
    progress.end();
    if (options.output !== undefined) terminal.err(dim(`Wrote ${options.output}. ${NOT_THE_PAGE}.\n`));
  } finally {
    await store.close();
  }
}

function readFormat({ png, csv, json, ndjson }: MapOptions): ExportFormat | 'png' {
  const formats = { png, csv, json, ndjson };
  const wanted = (Object.keys(formats) as (keyof typeof formats)[]).filter((name) => formats[name]);
  if (wanted.length <= 1) return wanted[0] ?? 'csv';
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot export as ${wanted.join(' and ')} at once`,
    hint: 'Give one of --png, --csv, --json and --ndjson',
  });
}

function readWidth(text: string): number {
  const width = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (width >= WIDTH.min && width <= WIDTH.max) return width;
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot draw a picture of width "${text}"`,
    hint: `--width ${WIDTH.min} to ${WIDTH.max}`,
  });
}

/** Attention is drawn from the answer about scrolling. */
async function draw(store: ReportStore, asked: HeatmapArgs, shown: PictureOptions): Promise<Uint8Array> {
  const { kind } = asked;
  if (kind !== 'scroll' && kind !== 'attention')
    return encodePng(drawMap(await heatmap(store, asked), shown));
  return encodePng(drawScroll(await scroll(store, asked), kind, shown));
}

function refuseWhatCannotBeMade(format: ExportFormat | 'png', { kind, output }: MapOptions): void {
  if (kind === 'attention' && format !== 'png')
    throw new HeatError({
      kind: 'invalid',
      message: `Cannot export attention as ${format}`,
      hint: '--png draws it; --kind scroll has rows',
    });
  if (format === 'png' && output === undefined && process.stdout.isTTY)
    throw new HeatError({
      kind: 'invalid',
      message: 'Cannot write a picture onto the terminal',
      hint: 'Give -o map.png, or send it to a file: > map.png',
    });
}

function scopeWords(
  { fromMs, toMs, timeZone, filters, includeBots }: ResolvedScope,
  device?: string,
): string[] {
  const day = (ms: number) => new Date(ms).toLocaleDateString('en-CA', { timeZone });
  const range = `${day(fromMs)} to ${day(toMs - 1)}, ${timeZone}`;
  const narrowed = filters.map(({ dimension, op, value }) => `${dimension}:${op}:${value}`);
  return [[range, device ?? 'all devices', ...(includeBots ? ['with bots'] : []), ...narrowed].join(' · ')];
}

/** A line that a person sees grow; nothing when standard error is no terminal. */
function progressLine(terminal: Terminal): { tell: (done: number) => void; end: () => void } {
  const isSeen = process.stderr.isTTY === true;
  return {
    tell: (done) => isSeen && terminal.err(`\rDrawing ${Math.round(done * 100)} % `),
    end: () => isSeen && terminal.err('\r\x1b[2K'),
  };
}
