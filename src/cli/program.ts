// The command line: builds the tree of commands and runs one. Commands stand in commands/, one noun a file.

import { Command, CommanderError } from 'commander';
import { HeatError } from '../lib/errors.ts';
import { version } from '../lib/version.ts';
import { addAlertCommand } from './commands/alert.ts';
import { addAnnotateCommand } from './commands/annotate.ts';
import { addBackupCommand } from './commands/backup.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addConfigCommand } from './commands/config.ts';
import { addDemoCommand } from './commands/demo.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addExportCommand } from './commands/export.ts';
import { addForgetCommand } from './commands/forget.ts';
import { addFunnelCommand } from './commands/funnel.ts';
import { addGoalCommand } from './commands/goal.ts';
import { addImportCommand } from './commands/import.ts';
import { addKeyCommand } from './commands/key.ts';
import { addMigrateCommand } from './commands/migrate.ts';
import { addProjectCommand } from './commands/project.ts';
import { addPruneCommand } from './commands/prune.ts';
import { addPurgeCommand } from './commands/purge.ts';
import { addRestoreCommand } from './commands/restore.ts';
import { addSecretCommand } from './commands/secret.ts';
import { addServeCommand } from './commands/serve.ts';
import { addSetAsideCommand } from './commands/set-aside.ts';
import { addShareCommand } from './commands/share.ts';
import { addSnippetCommand } from './commands/snippet.ts';
import { addStatsCommand } from './commands/stats.ts';
import { addTemplateCommand } from './commands/template.ts';
import { addUserCommand } from './commands/user.ts';
import { addVersionCommand } from './commands/version.ts';
import { HELP } from './help.ts';
import { Ended, type ExitCode, processTerminal, reportError, type Terminal } from './output.ts';

/** Runs `heat <argv>` and resolves with the exit code. */
export async function runProgram(argv: readonly string[], streams = processTerminal): Promise<ExitCode> {
  const asJson = argv.includes('--json');
  // A program that reads standard error finds an error there or nothing.
  const terminal: Terminal = { ...streams, ...(asJson && { err: () => {} }), typed: argv };
  try {
    // Of `heat help user add` commander looks at the first word alone.
    const call = argv[0] === 'help' && argv.length > 2 ? [...argv.slice(1), '--help'] : argv;
    await buildProgram(terminal).parseAsync(call, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof Ended) return error.code;
    if (!(error instanceof CommanderError)) return reportError(streams, error, asJson);
    if (error.exitCode === 0) return 0;
    // In words commander has said it.
    return asJson ? reportError(streams, wrongCall(error), asJson) : 2;
  }
}

type Add = (program: Command, terminal: Terminal) => void;

/** In the order in which somebody needs them. */
const GROUPS: readonly (readonly [heading: string, adders: readonly Add[]])[] = [
  ['Run it:', [addServeCommand, addDemoCommand, addDoctorCommand, addConfigCommand]],
  [
    'What is measured, and who may look:',
    [
      addProjectCommand,
      addSnippetCommand,
      addUserCommand,
      addKeyCommand,
      addShareCommand,
      addTemplateCommand,
      addAnnotateCommand,
    ],
  ],
  ['Reports:', [addStatsCommand, addGoalCommand, addFunnelCommand, addAlertCommand, addExportCommand]],
  [
    'Care of the data:',
    [
      addBackupCommand,
      addRestoreCommand,
      addImportCommand,
      addForgetCommand,
      addPurgeCommand,
      addPruneCommand,
      addMigrateCommand,
      addSetAsideCommand,
      addSecretCommand,
    ],
  ],
  ['This program:', [addCompletionCommand, addVersionCommand]],
];

/** All commands of heat, to be run or to be told of. */
export function buildProgram(terminal: Terminal): Command {
  const program = new Command('heat')
    .description('Heatmaps and session analytics in one file.')
    .version(version, '-V, --version', 'say which version this is')
    .helpOption('-h, --help', 'say what a command takes')
    .addHelpCommand(
      new Command('help')
        .argument('[command]')
        .description('The same as --help.')
        .helpOption(false)
        .helpGroup('This program:'),
    )
    .showHelpAfterError('(add --help for what this command takes)')
    .showSuggestionAfterError(true)
    .addHelpText(
      'after',
      '\nExample:\n  heat serve\n  heat project add "My shop" --origin https://shop.example\n',
    );
  for (const [heading, adders] of GROUPS) {
    program.commandsGroup(heading);
    for (const add of adders) add(program, terminal);
  }
  prepare(program, terminal);
  return program;
}

function wrongCall({ code, message }: CommanderError): HeatError {
  const isHelp = code === 'commander.help';
  return new HeatError({
    kind: 'invalid',
    code: 'bad_call',
    message: isHelp ? 'Which command? This one takes another' : message.replace(/^error: /, ''),
    hint: 'add --help for what this command takes',
  });
}

/** Commander names the choices where a word is none of them, but not where it is missing. */
function withChoices({ registeredArguments, options }: Command, message: string): string {
  const missing = /^error: (?:missing required argument|required option) '(.+?)'/.exec(message)?.[1];
  const { argChoices } =
    registeredArguments.find((argument) => argument.name() === missing) ??
    options.find(({ flags }) => flags === missing) ??
    {};
  return argChoices ? `${message}. Allowed choices are ${argChoices.join(', ')}.` : message;
}

/** Every command throws instead of exiting, writes to the given terminal and shows its help when it needs a verb. */
function prepare(command: Command, terminal: Terminal): void {
  command.exitOverride().configureHelp(HELP);
  const { error } = command;
  command.error = (message, options) => error.call(command, withChoices(command, message), options);
  command.configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  for (const child of command.commands) prepare(child, terminal);
}
