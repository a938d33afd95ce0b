// heat user add: an account without a browser.

import type { Command } from 'commander';
import { HeatError } from '../../lib/errors.ts';
import { type CommonOptions, withCatalog, withCommon } from '../options.ts';
import { facts, json, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';

type AddOptions = CommonOptions & { name?: string; passwordStdin?: boolean };

export function addUserCommand(program: Command, terminal: Terminal): void {
  const user = program.command('user').description('Users: who may look.');
  withCommon(
    user
      .command('add')
      .description('Create an account. Asks for the password, or reads it from standard input.')
      .argument('<email>', 'e-mail to sign in with')
      .option('--name <name>', 'name to show')
      .option('--password-stdin', 'read the password from standard input'),
    'heat user add ada@example.com --password-stdin < password.txt',
  ).action(async (email: string, options: AddOptions) => {
    const password = options.passwordStdin ? await readPasswordFromInput() : askPassword();
    await withCatalog(options, async (catalog) => {
      const made = await openRooms(catalog).accounts.addUser(
        { email, password, ...(options.name === undefined ? {} : { name: options.name }) },
        TERMINAL_ACTOR,
      );
      terminal.out(
        options.json
          ? json({ id: made.id, email: made.email, owner: made.owner })
          : facts([
              ['id', made.id],
              ['e-mail', made.email],
            ]),
      );
    });
  });
}

async function readPasswordFromInput(): Promise<string> {
  return (await Bun.stdin.text()).replace(/\r?\n$/, '');
}

/** A prompt on a terminal; the typed text is hidden by turning echo off through the terminal itself. */
function askPassword(): string {
  if (!process.stdin.isTTY) {
    throw new HeatError({
      kind: 'invalid',
      message: 'Cannot ask for a password: standard input is no terminal',
      hint: 'use --password-stdin',
    });
  }
  const echo = (mode: 'echo' | '-echo') => Bun.spawnSync(['stty', mode], { stdin: 'inherit' });
  echo('-echo');
  try {
    return prompt('Password (12 characters or more):') ?? '';
  } finally {
    echo('echo');
    process.stderr.write('\n');
  }
}
