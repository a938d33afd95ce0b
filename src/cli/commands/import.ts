// heat import: events of another heat, of servers or of other tools, from NDJSON or CSV into a project.

import { statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { ImportOutcome } from '../../contract/import-line.ts';
import { counted } from '../../lib/counted.ts';
import { HeatError } from '../../lib/errors.ts';
import { isTimeZone } from '../../reports/zone.ts';
import { IMPORT_FORMATS, type ImportFormat } from '../import/read-lines.ts';
import { type ImportReport, runImport } from '../import/run-import.ts';
import { hostsSaid, hostWarnings } from '../import/told-hosts.ts';
import { collect, type ProjectOptions, projectOf, withCatalog, withCommon, withProject } from '../options.ts';
import { day, dim, facts, json, type Terminal, tame } from '../output.ts';
import { progressLine } from '../progress.ts';
import { settingsOf } from '../settings.ts';
import { openSink } from '../sink.ts';

type ImportOptions = ProjectOptions & {
  format?: string;
  map: string[];
  tz?: string;
  origin?: string;
  only: string[];
  dryRun?: boolean;
  refused?: string;
};

export function addImportCommand(program: Command, terminal: Terminal): void {
  withCommon(
    withProject(
      program
        .command('import')
        .description(
          'Events from a file: those of another heat (heat export events --all), of your servers or of another tool. Times stay as they are; importing a file again changes nothing. Beside a running heat, or without one.',
        )
        .argument('<file>', 'NDJSON or CSV with a header, gzip or not; - for standard input'),
    )
      .addOption(
        new Option('--format <format>', 'form of the file (default: by its name, else ndjson)').choices(
          IMPORT_FORMATS,
        ),
      )
      .option('--map <column=field>', 'which field a column is, or prop.<key>; repeatable', collect, [])
      .option('--tz <zone>', 'IANA zone of times that name none (default UTC)')
      .option('--origin <address>', 'site of pages that are paths, as https://shop.example')
      .option(
        '--only <column=value>',
        'pass over lines whose column has another value; repeatable',
        collect,
        [],
      )
      .option('--dry-run', 'say what would happen, and store nothing')
      .option('--refused <file>', 'write every refused line with its reason to a file, as NDJSON'),
    'heat import pageviews.csv.gz --project my-shop --map "created_at=timestamp" --map "url_path=page" --dry-run',
  ).action((file: string, options: ImportOptions) => importFile(terminal, file, options));
}

function importFile(terminal: Terminal, file: string, options: ImportOptions): Promise<void> {
  const format = formatOf(file, options.format);
  const timeZone = readZone(options.tz);
  const origin = readOrigin(options.origin);
  const only = readOnly(options.only);
  if (options.refused !== undefined) refuseSameFile(file, options.refused);
  return withCatalog(options, async (catalog, dataDir) => {
    const project = await projectOf(catalog, options);
    const sink = options.refused === undefined ? null : openSink(options.refused);
    const progress = progressLine(terminal);
    const stop = listenForStop();
    const isDryRun = options.dryRun ?? false;
    const reading = { path: file, format, maps: options.map, timeZone, origin, only };
    const plan = { catalog, dataDir, config: settingsOf(options), project, isDryRun, ...reading };
    try {
      const report = await runImport({
        ...{ ...plan, terminal, isStopped: stop.isStopped },
        onRefused: async (refused) => sink?.write(`${JSON.stringify(refused)}\n`),
        onProgress: ({ tally, readBytes, totalBytes }) =>
          progress.tell(counted(tally.lines, 'line') + shareOf(readBytes, totalBytes)),
      });
      progress.end();
      const shown = { project: project.id, file, dryRun: isDryRun, ...report };
      if (options.json) terminal.out(json(shown));
      else tellReport(terminal, report, { isDryRun, origins: project.origins });
      refuseRefused(report, isDryRun);
    } finally {
      progress.end();
      stop.end();
      await sink?.close();
    }
  });
}

function shareOf(readBytes: number, totalBytes: number | null): string {
  return totalBytes === null ? '' : ` · ${Math.floor((100 * readBytes) / Math.max(1, totalBytes))} %`;
}

/** Of the file, by its name where it is not said. */
function formatOf(file: string, wanted: string | undefined): ImportFormat {
  const name = file.toLowerCase().replace(/\.gz$/, '');
  const byName = /\.(csv|tsv)$/.test(name) ? 'csv' : 'ndjson';
  return IMPORT_FORMATS.find((one) => one === wanted) ?? byName;
}

function readZone(name: string | undefined): string | null {
  if (name === undefined) return null;
  if (isTimeZone(name)) return name;
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot use --tz "${name}"`,
    hint: 'An IANA name such as Europe/Berlin or UTC',
  });
}

function readOrigin(address: string | undefined): string | null {
  if (address === undefined) return null;
  const url = URL.parse(address);
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '') return url.origin;
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot use --origin "${address}"`,
    hint: 'An address without a path, like https://shop.example',
  });
}

function readOnly(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((text) => {
      const end = text.indexOf('=');
      if (end > 0) return [text.slice(0, end), text.slice(end + 1)];
      throw new HeatError({
        kind: 'invalid',
        message: `Cannot use --only "${text}"`,
        hint: 'It has the form column=value',
      });
    }),
  );
}

/** The list of refused lines would take the place of the lines. */
function refuseSameFile(file: string, refused: string): void {
  const [from, to] = [file, refused].map((path) => statSync(path, { throwIfNoEntry: false }));
  if (!from?.isFile() || from.ino !== to?.ino || from.dev !== to.dev) return;
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot write refused lines to "${refused}": it is the file to import`,
    hint: 'Name another file with --refused',
  });
}

const many = (count: number): string => count.toLocaleString('en');

function tellReport(
  terminal: Terminal,
  report: ImportReport,
  { isDryRun, origins }: { isDryRun: boolean; origins: readonly string[] },
): void {
  const { lines, accepted, refused, types, firstAtMs, lastAtMs, nameless, ignored, missing, refusals } =
    report;
  const { outcome, hosts } = report;
  const kinds = Object.entries(types).map(([type, count]) => `${many(count)} ${type}`);
  terminal.out(
    facts([
      ['lines', many(lines)],
      [isDryRun ? 'would be taken' : 'taken', many(accepted)],
      ...(outcome === null ? [] : outcomeFacts(outcome)),
      ['refused', many(refused)],
      ...(kinds.length === 0 ? [] : [['of type', kinds.join(', ')] as const]),
      ...(hosts.length === 0 ? [] : [['pages of', tame(hostsSaid(hosts))] as const]),
      ...(firstAtMs === null ? [] : [['from', `${day(firstAtMs)} UTC`] as const]),
      ...(lastAtMs === null ? [] : [['to', `${day(lastAtMs)} UTC`] as const]),
    ]),
  );
  for (const { line, code, message } of refusals) terminal.err(`line ${line}: ${message} (${code})\n`);
  if (refused > refusals.length)
    terminal.err(dim(`and ${many(refused - refusals.length)} more: --refused FILE names all of them\n`));
  if (ignored.length > 0)
    terminal.err(dim(`Left out, as no field is called so: ${tame(ignored.join(', '))}\n`));
  if (missing.length > 0) terminal.err(dim(`In no line: ${missing.join(', ')}\n`));
  if (nameless > 0)
    terminal.err(
      dim(
        `${many(nameless)} of them name neither a visitor, a user nor a session: they count as one visitor.\n`,
      ),
    );
  for (const warning of hostWarnings(hosts, origins)) terminal.err(dim(`${tame(warning)}\n`));
  if (accepted > 0 && outcome === null)
    terminal.err(dim(isDryRun ? 'Nothing was stored.\n' : 'What was there before is not stored twice.\n'));
}

function outcomeFacts({ stored, known, forgotten }: ImportOutcome): [string, string][] {
  return [
    ['of them new', many(stored)],
    ['there already', many(known)],
    ...(forgotten === 0 ? [] : [['of forgotten people', many(forgotten)] as [string, string]]),
  ];
}

/** Exit 1, so that a script notices; the good lines are in. */
function refuseRefused({ refused, lines, isWhole }: ImportReport, isDryRun: boolean): void {
  if (!isWhole) {
    throw new HeatError({
      kind: 'conflict',
      code: 'stopped',
      message: `Stopped after ${counted(lines, 'line')}`,
      hint: 'Import the file again: what is in stays, and nothing is stored twice.',
    });
  }
  if (refused === 0) return;
  const were = isDryRun ? 'would be refused' : 'were refused; the others are in';
  throw new HeatError({
    kind: 'conflict',
    code: 'lines_refused',
    message: `${refused} of ${counted(lines, 'line')} ${were}`,
  });
}

/** The first Ctrl-C lets what is under way end; the second one ends the process. */
function listenForStop(): { isStopped: () => boolean; end: () => void } {
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    end();
  };
  const end = () => {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return { isStopped: () => isStopped, end };
}
