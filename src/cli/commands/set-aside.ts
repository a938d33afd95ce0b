// heat set-aside list | show | retry | remove: batches that could not be applied and are kept whole.

import type { Command } from 'commander';
import { counted } from '../../lib/counted.ts';
import { HeatError } from '../../lib/errors.ts';
import { openSetAsideStore, retrySetAside } from '../../storage/open/set-aside-store.ts';
import { lockDataDirectory, migrate } from '../../storage/open.ts';
import type { SetAsideRow, SetAsideStore } from '../../storage/port-set-aside.ts';
import { type ConfirmOptions, isConfirmed, withConfirmation } from '../confirm.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import { type CommonOptions, type ProjectOptions, projectOf, withCatalog, withCommon } from '../options.ts';
import { dim, json, type Terminal } from '../output.ts';
import { type Column, instant, printRows } from '../rows.ts';

type PickOptions = ProjectOptions & ConfirmOptions & { all?: boolean };

export function addSetAsideCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('set-aside')
    .description(
      'Batches that could not be applied and are kept whole: a fault of heat, never of a visitor.',
    );
  addList(command, terminal);
  addShow(command, terminal);
  addChange(command, terminal, {
    verb: 'retry',
    description:
      'Put them back into the journal, as after an upgrade that mends the fault. Stop the server first.',
    done: 'The next start applies them, or sets them aside anew.',
    work: retrySetAside,
  });
  addChange(command, terminal, {
    verb: 'remove',
    description: 'Throw them away for good. Stop the server first.',
    done: 'Their events are in no report and never will be.',
    work: (_dataDir, store, rows) => store.remove(rows),
    isFinal: true,
  });
}

function addList(command: Command, terminal: Terminal): void {
  withCommon(
    withFormats(
      command
        .command('list')
        .description('All of them, oldest first.')
        .option('--project <id>', 'only this project'),
    ),
    'heat set-aside list',
  ).action((options: ProjectOptions & FormatOptions) =>
    withRows(options, { readonly: true }, async ({ rows, nameOf }) => {
      const named = rows.map(({ projectNo, ...row }) => ({ ...row, project: nameOf(projectNo) }));
      const empty = 'No batch is set aside: all that was accepted has been applied';
      await printRows(terminal, options, { columns: BATCHES, rows: named, empty });
    }),
  );
}

const BATCHES: readonly Column<Omit<SetAsideRow, 'projectNo'> & { project: string }>[] = [
  { name: 'seq', read: ({ seq }) => seq },
  { name: 'project', read: ({ project }) => project },
  instant('received_at', 'received', ({ receivedAtMs }) => receivedAtMs),
  { name: 'events', read: ({ eventCount }) => eventCount },
  { name: 'bytes', read: ({ bytes }) => bytes },
  { name: 'reason', read: ({ reason }) => reason },
];

function addShow(command: Command, terminal: Terminal): void {
  withCommon(
    command
      .command('show')
      .description('What was sent, as JSON: it may hold personal data.')
      .argument('<seq>', 'number in the list'),
    'heat set-aside show 4711 > batch.json',
  ).action((seq: string, options: CommonOptions) =>
    withRows(options, { readonly: true }, async ({ rows, store }) => {
      for (const row of pick(rows, [seq])) terminal.out(`${await store.read(row)}\n`);
    }),
  );
}

type Change = {
  verb: 'retry' | 'remove';
  description: string;
  done: string;
  work: (dataDir: string, store: SetAsideStore, rows: readonly SetAsideRow[]) => Promise<number>;
  /** There is no way back: it asks for --yes. */
  isFinal?: boolean;
};

function addChange(command: Command, terminal: Terminal, change: Change): void {
  const { verb, description, done, work, isFinal = false } = change;
  const made = command
    .command(verb)
    .description(description)
    .argument('[seq...]', 'numbers in the list')
    .option('--all', 'all of them')
    .option('--project <id>', 'only of this project');
  withCommon(
    isFinal ? withConfirmation(made) : made,
    `heat set-aside ${verb} 4711 4712${isFinal ? ' --yes' : ''}`,
  ).action((seqs: string[], options: PickOptions) => {
    if ((seqs.length === 0) !== (options.all ?? false)) throw nothingNamed(verb);
    return withRows(options, { readonly: false }, async ({ rows, store, dataDir }) => {
      const picked = options.all ? rows : pick(rows, seqs);
      if (isFinal && picked.length > 0 && !isConfirmed(terminal, options, previewOf(picked))) return;
      const count = await work(dataDir, store, picked);
      if (options.json) return terminal.out(json({ [verb]: count }));
      terminal.out(`${counted(count, 'batch', 'batches')}\n`);
      if (count > 0) terminal.err(dim(`${done}\n`));
    });
  });
}

function previewOf(rows: readonly SetAsideRow[]) {
  const batches = rows.length;
  const events = rows.reduce((sum, { eventCount }) => sum + eventCount, 0);
  return {
    words: [
      ['would go', `${counted(batches, 'batch', 'batches')} with ${counted(events, 'event')}`],
    ] as const,
    json: { batches, events },
  };
}

function nothingNamed(verb: string): HeatError {
  return new HeatError({
    kind: 'invalid',
    message: `Cannot ${verb} batches: it takes numbers of the list, or --all`,
    hint: 'heat set-aside list',
  });
}

type Work = {
  rows: SetAsideRow[];
  store: SetAsideStore;
  dataDir: string;
  nameOf: (projectNo: number) => string;
};

/** With the lock of the data directory where something changes. */
function withRows(
  options: ProjectOptions,
  { readonly }: { readonly: boolean },
  work: (given: Work) => Promise<void>,
): Promise<void> {
  return withCatalog(options, async (catalog, dataDir) => {
    const names = new Map((await catalog.listProjects()).map(({ no, id }) => [no, id]));
    const only = options.project === undefined ? null : (await projectOf(catalog, options)).no;
    const lock = readonly ? null : lockDataDirectory(dataDir);
    try {
      if (lock) await migrate(dataDir);
      const store = await openSetAsideStore(dataDir, { readonly });
      try {
        const nameOf = (projectNo: number) => names.get(projectNo) ?? `removed (${projectNo})`;
        await work({ rows: await store.list(only), store, dataDir, nameOf });
      } finally {
        await store.close();
      }
    } finally {
      lock?.release();
    }
  });
}

/** Throws `not_found` for a number that is not there. */
function pick(rows: readonly SetAsideRow[], seqs: readonly string[]): SetAsideRow[] {
  return seqs.flatMap((text) => {
    const found = rows.filter(({ seq }) => String(seq) === text);
    if (found.length > 0) return found;
    throw new HeatError({
      kind: 'not_found',
      message: `There is no batch ${text.slice(0, 20)} set aside`,
      hint: 'heat set-aside list',
    });
  });
}
