// heat forget: takes everything that is stored of a visitor or a user off the machine. A running heat does the work; the
// command waits for it and says what went.

import { existsSync, readdirSync } from 'node:fs';
import type { Command } from 'commander';
import { LIMITS } from '../../contract/limits.ts';
import type { Forgetting, RemovedCounts, Subject, SubjectSummary } from '../../contract/personal-data.ts';
import { dataPaths } from '../../lib/data-directory.ts';
import { HeatError } from '../../lib/errors.ts';
import { checkSubject } from '../../projects/forgettings.ts';
import { findServer, openReportStore } from '../../storage/open.ts';
import type { Catalog, ProjectRow } from '../../storage/port-catalog.ts';
import { type CommonOptions, projectOf, withCatalog, withCommon } from '../options.ts';
import { dim, facts, json, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';

type ForgetOptions = CommonOptions & { project?: string; visitor?: string; user?: string; yes?: boolean };

export function addForgetCommand(program: Command, terminal: Terminal): void {
  withCommon(
    program
      .command('forget')
      .description(
        'Delete everything that is stored of a visitor or a user: sessions, events, recordings, counts. There is no way back.',
      )
      .option('--project <id>', 'project id (may be left out when there is only one)')
      .option('--visitor <id>', 'as sessions name him: c:…, d:…, s:…, u:…')
      .option('--user <id>', 'as the site told identify(), and the browsers that only this user has used')
      .option('--yes', 'do it; without it only says what would go'),
    'heat forget --project my-shop --user jane@shop.example --yes',
  ).action((options: ForgetOptions) =>
    withCatalog(options, async (catalog, dataDir) => {
      const project = await projectOf(catalog, options.project);
      const subject = readSubject(options);
      const summary = await summaryOf(dataDir, project, subject);
      if (!options.yes) throw unconfirmed(subject, summary);
      const order = await openRooms(catalog).forgettings.ask(project, subject, TERMINAL_ACTOR);
      const isRunning = findServer(dataDir) !== null;
      const done = isRunning ? await untilDone(catalog, project, order) : order;
      const backups = countBackups(dataDir);
      if (options.json) return terminal.out(json({ ...done, backups }));
      terminal.out(done.removed ? facts(wordsOf(done.removed)) : 'Noted.\n');
      if (!done.removed) terminal.err(dim(isRunning ? STILL_AT_IT : NOT_RUNNING));
      if (backups > 0) terminal.err(dim(backupWords(backups)));
    }),
  );
}

const STILL_AT_IT =
  'Heat is still at it; GET /projects/:id/forgettings and the settings say when it is done.\n';
const NOT_RUNNING = 'No heat is running on this data: the next start does it.\n';

function backupWords(count: number): string {
  const them = count === 1 ? 'backup lies' : 'backups lie';
  return `${count} ${them} in the data directory and may still hold this person: backups are not changed. Delete them when you no longer need them.\n`;
}

export function readSubject({ visitor, user }: Pick<ForgetOptions, 'visitor' | 'user'>): Subject {
  if ((visitor === undefined) === (user === undefined)) {
    throw new HeatError({
      kind: 'invalid',
      message: 'Whom? Give either --visitor or --user',
      hint: 'heat forget --visitor c:0190… or heat forget --user jane@shop.example',
    });
  }
  return checkSubject(
    user === undefined ? { kind: 'visitor', id: visitor ?? '' } : { kind: 'user', id: user },
  );
}

async function summaryOf(dataDir: string, project: ProjectRow, subject: Subject): Promise<SubjectSummary> {
  const store = await openReportStore(dataDir);
  try {
    return await store.subjectSummary({ projectNo: project.no, ...subject });
  } finally {
    await store.close();
  }
}

/** Looks until it is done, or for LIMITS.forgetWaitMs. */
async function untilDone(catalog: Catalog, project: ProjectRow, order: Forgetting): Promise<Forgetting> {
  const endMs = performance.now() + LIMITS.forgetWaitMs;
  for (;;) {
    const found = (await catalog.listForgettings(project.no, LIMITS.forgettingsListed)).find(
      ({ id }) => id === order.id,
    );
    if (found?.doneAtMs || performance.now() > endMs) return found ?? order;
    await Bun.sleep(LIMITS.forgetPollMs);
  }
}

function countBackups(dataDir: string): number {
  const { backups } = dataPaths(dataDir);
  return existsSync(backups) ? readdirSync(backups).length : 0;
}

function wordsOf(removed: RemovedCounts): [string, string][] {
  return [
    ['sessions', String(removed.sessions)],
    ['events', String(removed.events)],
    ['pageviews', String(removed.pageviews)],
    ['clicks', String(removed.clicks)],
    ['custom events', String(removed.customs)],
    ['pieces of recordings', String(removed.recordings)],
    ['batches set aside', String(removed.setAside)],
    ['pages only he saw', String(removed.pages)],
    ['elements only he used', String(removed.elements)],
  ];
}

function unconfirmed({ kind, id }: Subject, { sessions, events, visitors }: SubjectSummary): HeatError {
  const visitorsSaid = kind === 'user' ? ` of ${visitors} visitors` : '';
  return new HeatError({
    kind: 'invalid',
    code: 'unconfirmed',
    message: `This deletes ${sessions} sessions${visitorsSaid} with ${events} events and their recordings, for good`,
    hint: `heat forget --${kind} ${JSON.stringify(id)} --yes`,
  });
}
