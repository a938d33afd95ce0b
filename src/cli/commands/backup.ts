// heat backup: a verified copy of all data while the server goes on. heat restore is its other half.

import { constants, setPriority } from 'node:os';
import type { Command } from 'commander';
import { counted } from '../../lib/counted.ts';
import { HeatError } from '../../lib/errors.ts';
import { type BackupReport, backupData } from '../../storage/open.ts';
import { type CommonOptions, dataDirOf, refuseNoData, withCommon } from '../options.ts';
import { dim, facts, json, strong, type Terminal } from '../output.ts';

type BackupOptions = CommonOptions & { to?: string; withSecret?: boolean; keep?: string };

export function addBackupCommand(program: Command, terminal: Terminal): void {
  withCommon(
    program
      .command('backup')
      .description(
        'Copy all data into a new folder heat-backup-<UTC time>, verified. Works while the server runs; everything that was answered before the copying began is in it.',
      )
      .option('--to <dir>', 'folder to make it in (default backups/ in the data directory)')
      .option(
        '--keep <count>',
        'once it is made, remove older backups there but this many in all (default all stay)',
      )
      .option('--with-secret', 'with the secret that signs sign-ins: they then survive a restore'),
    'heat backup --to /mnt/backups --data /var/lib/heat',
  ).action(async (options: BackupOptions) => {
    refuseNoData(options);
    giveWay();
    const { to, withSecret = false } = options;
    const keep = options.keep === undefined ? null : readKeep(options.keep);
    const place = to === undefined ? {} : { to };
    const report = await backupData(dataDirOf(options), { withSecret, keep, ...place });
    const { path, removed, manifest } = report;
    terminal.out(options.json ? json({ path, removed, ...manifest }) : describe(report));
    if (!options.json) terminal.err(dim(withSecret ? WITH_SECRET_NOTE : WITHOUT_SECRET_NOTE));
  });
}

const WITHOUT_SECRET_NOTE =
  'Without the secret that signs sign-ins (after a restore everybody signs in again) and the key under which forgotten people are known. The salt of the day is never in a backup.\n';
const WITH_SECRET_NOTE =
  'Holds the secret that signs sign-ins, so that who has this folder can sign in as anybody, and the key under which forgotten people are known. The salt of the day is never in a backup.\n';

/** The server goes first: this process gets what it leaves, where the system lets it say so. */
function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // Then it is only less polite.
  }
}

function readKeep(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot keep "${text}" backups`,
    hint: '--keep 1 or more, the new one included',
  });
}

function describe({ path, removed, manifest }: BackupReport): string {
  return facts([
    ['backup', strong(path)],
    ...removed.map((old) => ['removed', old] as const),
    ...manifest.files.map(
      ({ name, bytes, rows }) =>
        [name, [sizeWords(bytes), countsOf(rows)].filter((words) => words !== '').join(' · ')] as const,
    ),
  ]);
}

function sizeWords(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

const COUNTED = [
  ['users', 'user'],
  ['projects', 'project'],
  ['batches', 'batch'],
  ['events', 'event'],
  ['sessions', 'session'],
  ['snapshots', 'snapshot'],
  ['chunks', 'chunk'],
] as const;

/** The counts that tell somebody whether this is the data they mean. */
export function countsOf(rows: { readonly [table: string]: number }): string {
  // The table of sessions has another name since 0018_session_words.sql.
  const known = new Map(
    Object.entries(rows).map(([table, count]) => [table === 'session_rows' ? 'sessions' : table, count]),
  );
  const named = COUNTED.flatMap(([table, one]) => {
    const count = known.get(table);
    return count === undefined ? [] : [counted(count, one, table)];
  });
  return named.join(', ');
}
