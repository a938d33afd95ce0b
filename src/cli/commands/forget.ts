// heat forget: takes everything that is stored of a visitor or a user off the machine. A running heat does the work; the
// command waits for it and says what went.

import { existsSync, readdirSync } from 'node:fs';
import type { Command } from 'commander';
import type { RemovedCounts, Subject } from '../../contract/personal-data.ts';
import { plural } from '../../contract/plural.ts';
import { counted } from '../../lib/counted.ts';
import { dataPaths } from '../../lib/data-directory.ts';
import { type ConfirmOptions, isConfirmed, withConfirmation } from '../confirm.ts';
import { projectOf, withCatalog, withCommon, withProject } from '../options.ts';
import { dim, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { heldWords, removedWords } from '../taken-words.ts';
import { tellOrder } from '../tell-order.ts';
import { type PersonOptions, readSubject, type StoredOf, storedOf, withPerson } from './person.ts';

type ForgetOptions = ConfirmOptions & PersonOptions;

export function addForgetCommand(program: Command, terminal: Terminal): void {
  withCommon(
    withConfirmation(
      withPerson(
        withProject(
          program
            .command('forget')
            .description(
              'Delete everything that is stored of a visitor or a user: sessions, events, recordings, counts. There is no way back.',
            ),
        ),
      ),
    ),
    'heat forget --project my-shop --user jane@shop.example --yes',
  ).action((options: ForgetOptions) =>
    withCatalog(options, async (catalog, dataDir) => {
      const subject = readSubject(options);
      const project = await projectOf(catalog, options);
      const stored = await storedOf(options, project, subject);
      const backups = countBackups(dataDir);
      const preview = {
        words: previewWords(subject, stored, backups),
        json: { project: project.id, ...subject, ...stored, backups },
      };
      if (!isConfirmed(terminal, options, preview)) return;
      const { forgettings } = openRooms(catalog);
      const order = await forgettings.ask(project, subject, TERMINAL_ACTOR);
      await tellOrder(terminal, order, {
        dataDir,
        list: () => forgettings.list(project),
        seenBy: 'GET /projects/:id/forgettings and the settings say',
        words: (removed) => forgottenWords(subject, removed),
        json: options.json ? { backups } : null,
      });
      if (backups > 0 && !options.json) terminal.err(dim(`${backupWords(backups)}\n`));
    }),
  );
}

function backupWords(count: number): string {
  return `${counted(count, 'backup')} ${plural(count, 'lies', 'lie')} in the data directory and may still hold this person: backups are not changed. Delete them when you no longer need them.`;
}

function previewWords(
  { kind, id }: Subject,
  { summary, namings, keptBatches }: StoredOf,
  backups: number,
): [string, string][] {
  const { sessions, visitors } = summary;
  const more = [
    ...(namings > 0 ? [counted(namings, 'event that names them in a session of others', NAMINGS)] : []),
    ...(keptBatches > 0 ? [counted(keptBatches, 'batch set aside', 'batches set aside')] : []),
  ];
  return [
    ['would go', `everything of the ${kind} ${id}, recordings too`],
    ['sessions', `${sessions}${kind === 'user' ? ` of ${counted(visitors, 'visitor')}` : ''}`],
    ...heldWords(summary),
    ...more.map((words) => ['and', words] as [string, string]),
    ...(backups > 0 ? [['would stay', backupWords(backups)] as [string, string]] : []),
  ];
}

const NAMINGS = 'events that name them in sessions of others';

function countBackups(dataDir: string): number {
  const { backups } = dataPaths(dataDir);
  return existsSync(backups) ? readdirSync(backups).length : 0;
}

function forgottenWords({ kind, id }: Subject, removed: RemovedCounts): [string, string][] {
  return [
    ['forgotten', `the ${kind} ${id}`],
    ...removedWords(removed),
    ['batches set aside', String(removed.setAside)],
    ['pages only they saw', String(removed.pages)],
    ['elements only they used', String(removed.elements)],
  ];
}
