// heat export heatmap: one map as a picture or as rows, from the data directory alone.

import { type Command, Option } from 'commander';
import { DEVICES } from '../../contract/event-types.ts';
import { MAP_KINDS, MOVE_WEIGHTS } from '../../contract/kinds.ts';
import { HeatError } from '../../lib/errors.ts';
import { EXPORT_FORMATS } from '../../reports/export-formats.ts';
import { exportHeatmap } from '../../reports/export-heatmap.ts';
import { findPage } from '../../reports/find-page.ts';
import { type HeatmapArgs, heatmap } from '../../reports/heatmap.ts';
import type { ResolvedScope } from '../../reports/scope.ts';
import { scroll } from '../../reports/scroll.ts';
import type { ReportStore } from '../../storage/port.ts';
import { lineOf } from '../command-line.ts';
import { type FormatOptions, readFormat, withFormats } from '../format-options.ts';
import { withCommon } from '../options.ts';
import { dim, type Terminal } from '../output.ts';
import { drawMap } from '../picture/map-picture.ts';
import { NOT_THE_PAGE, type PictureOptions } from '../picture/page-picture.ts';
import { encodePng } from '../picture/png.ts';
import { drawScroll } from '../picture/scroll-picture.ts';
import { progressLine } from '../progress.ts';
import { openReports } from '../reports.ts';
import { readScopeOptions, type ScopeOptions, withScopeOptions } from '../scope-options.ts';
import { openSink, pour } from '../sink.ts';

type MapOptions = ScopeOptions &
  FormatOptions & { kind: string; device?: string; weight?: string; resolution?: string; width?: string };

const FORMATS = [...EXPORT_FORMATS, 'png'] as const;
type MapFormat = (typeof FORMATS)[number];

const WIDTH = { min: 240, max: 4000, initial: 1280 };

export function addHeatmapExport(command: Command, terminal: Terminal): void {
  withCommon(
    withFormats(
      withScopeOptions(
        command
          .command('heatmap')
          .description(
            'One map: a row for each element, bin and cell, or (png) a picture of the boxes that the tracker saw with the map over them.',
          )
          .argument('<page>', 'path, address, template or id of the page')
          .addOption(
            new Option('--kind <kind>', 'what it shows; attention as png only')
              .choices(MAP_KINDS)
              .default('click'),
          )
          .addOption(new Option('--device <device>', 'of one class alone (default all)').choices(DEVICES))
          .addOption(
            new Option('--weight <weight>', 'what cells of moves count (default count)').choices(
              MOVE_WEIGHTS,
            ),
          )
          .option('--resolution <columns>', 'columns of the page grid, 8 to 1024')
          .option(
            '--width <px>',
            `width of the picture, ${WIDTH.min} to ${WIDTH.max} (default ${WIDTH.initial})`,
          ),
        '30d',
      ),
      FORMATS,
    ),
    'heat export heatmap /pricing --format png --device mobile --width 390 -o pricing.png',
  ).action((page: string, options: MapOptions) => runExport(terminal, page, options));
}

async function runExport(terminal: Terminal, given: string, options: MapOptions): Promise<void> {
  const format = readFormat(options, FORMATS);
  const width = readWidth(options.width ?? String(WIDTH.initial));
  refuseWhatCannotBeMade(format, options);
  const { project, scope } = await readScopeOptions(options, { defaultPeriod: '30d', nowMs: Date.now() });
  const store = await openReports(options);
  try {
    const { kind, device, weight, resolution, output } = options;
    const pagesLine = lineOf(options, `stats --by page --project ${project.id}`);
    const page = await findPage(store, { scope, given, pagesLine });
    const asked = { scope, page, kind, device, weight, resolution };
    if (format !== 'png') {
      await pour(exportHeatmap(store, { ...asked, format }), output);
      if (output !== undefined) terminal.err(dim(`Wrote ${output}\n`));
      return;
    }
    const progress = progressLine(terminal);
    const onProgress = (done: number) => progress.tell(`Drawing ${Math.round(done * 100)} %`);
    const picture = await draw(store, asked, { width, scope: scopeWords(scope, device), onProgress });
    progress.end();
    const sink = openSink(output);
    await sink.write(picture);
    await sink.close();
    if (output !== undefined) terminal.err(dim(`Wrote ${output}. ${NOT_THE_PAGE}.\n`));
  } finally {
    await store.close();
  }
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

function refuseWhatCannotBeMade(format: MapFormat, { kind, output, width }: MapOptions): void {
  if (width !== undefined && format !== 'png')
    throw new HeatError({
      kind: 'invalid',
      message: `Cannot use --width with ${format}: it is of pictures`,
      hint: 'Add --format png, or leave --width out',
    });
  if (kind === 'attention' && format !== 'png')
    throw new HeatError({
      kind: 'invalid',
      message: `Cannot export attention as ${format}`,
      hint: '--format png draws it; --kind scroll has rows',
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
