// heat user add | list | password | reset-second-factor | remove: accounts without a browser.

import type { Command } from 'commander';
import { checkEmail } from '../../accounts/credentials.ts';
import { viewOf } from '../../accounts/user-view.ts';
import { counted } from '../../lib/counted.ts';
import { HeatError } from '../../lib/errors.ts';
import { lineOf } from '../command-line.ts';
import { type ConfirmOptions, isConfirmed, withConfirmation } from '../confirm.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import { type CommonOptions, publicUrlOf, withCatalog, withCommon, withNewCatalog } from '../options.ts';
import { dim, facts, json, type Terminal } from '../output.ts';
import { askPassword, readPasswordFromInput } from '../password-input.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { type Column, instant, printRows } from '../rows.ts';

type AddOptions = CommonOptions & { name?: string; passwordStdin?: boolean };
type PasswordOptions = CommonOptions & { passwordStdin?: boolean; link?: boolean };

export function addUserCommand(program: Command, terminal: Terminal): void {
  const user = program
    .command('user')
    .description(
      'Users: who may look. Accounts made here own the installation; members of projects come by invitation.',
    );
  withCommon(
    user
      .command('add')
      .description(
        'Create an account that owns everything here: all projects, keys and members. To let somebody into one project only, invite them on the dashboard: Settings, Members. Asks for the password, or reads it from standard input.',
      )
      .argument('<email>', 'e-mail to sign in with')
      .option('--name <name>', 'name to show')
      .option('--password-stdin', 'read the password from standard input'),
    'heat user add ada@example.com --password-stdin < password.txt',
  ).action(async (address: string, options: AddOptions) => {
    const email = checkEmail(address);
    const password = options.passwordStdin ? await readPasswordFromInput() : await askPassword();
    await withNewCatalog(options, async (catalog) => {
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
              ['may do', 'everything here'],
            ]),
      );
      if (!options.json) terminal.err(dim(ownerWords(made.email)));
    });
  });

  withCommon(withFormats(user.command('list').description('List all accounts.')), 'heat user list').action(
    (options: FormatOptions) =>
      withCatalog(options, async (catalog) => {
        const rows = (await openRooms(catalog).accounts.listUsers()).map(viewOf);
        const add = lineOf(options, 'user add ada@example.com');
        const empty = `Nobody has an account yet. Open the link that heat serve prints, or: ${add}`;
        await printRows(terminal, options, { columns: USERS, rows, empty });
      }),
  );

  withCommon(
    user
      .command('password')
      .description('Set a new password, or make a link that does; ends all sign-ins of that account.')
      .argument('<email>', 'e-mail of the account')
      .option('--password-stdin', 'read the password from standard input')
      .option(
        '--link',
        'print a one-time link to hand over, good for an hour; nothing ends before it is used',
      ),
    'heat user password ada@example.com --link',
  ).action(async (email: string, options: PasswordOptions) => {
    if (options.link) return printPasswordLink(terminal, email, options);
    const password = options.passwordStdin ? await readPasswordFromInput() : await askPassword();
    await withCatalog(options, async (catalog) => {
      const changed = await openRooms(catalog).accounts.resetPassword({ email, password }, TERMINAL_ACTOR);
      terminal.out(
        options.json
          ? json(viewOf(changed))
          : `New password for ${changed.email}; sign in again everywhere\n`,
      );
    });
  });

  withCommon(
    user
      .command('reset-second-factor')
      .description('Switch the second factor of an account off, for who has lost app and recovery codes.')
      .argument('<email>', 'e-mail of the account'),
    'heat user reset-second-factor ada@example.com',
  ).action((email: string, options: CommonOptions) =>
    withCatalog(options, async (catalog) => {
      const reset = await openRooms(catalog).accounts.resetSecondFactor(email, TERMINAL_ACTOR);
      terminal.out(
        options.json ? json(viewOf(reset)) : `${reset.email} signs in with the password alone again\n`,
      );
    }),
  );

  addRemove(user, terminal);
}

/** Nobody makes an owner unawares. */
function ownerWords(email: string): string {
  return `${email} owns everything here: every project, its keys and its members. To let somebody into one project only, invite them on the dashboard: Settings → Members.\n`;
}

function addRemove(user: Command, terminal: Terminal): void {
  withCommon(
    withConfirmation(
      user
        .command('remove')
        .description('Remove an account with its memberships and sign-ins. There is no way back.')
        .argument('<email>', 'e-mail of the account'),
    ),
    'heat user remove bob@example.com --yes',
  ).action((email: string, options: ConfirmOptions) =>
    withCatalog(options, async (catalog) => {
      const { accounts } = openRooms(catalog);
      const { user: found, memberships } = await accounts.previewRemoval(email);
      const words = [
        ['would go', `the account ${found.email} (${found.name}), its password and all of its sign-ins`],
        [
          'may do now',
          found.owner ? 'everything here' : `what a member of ${counted(memberships, 'project')} may`,
        ],
      ] as const;
      if (!isConfirmed(terminal, options, { words, json: { ...viewOf(found), memberships } })) return;
      const removed = await accounts.removeUser(email, TERMINAL_ACTOR);
      terminal.out(options.json ? json(viewOf(removed)) : `Removed ${removed.email}\n`);
    }),
  );
}

const USERS: readonly Column<ReturnType<typeof viewOf>>[] = [
  { name: 'email', head: 'e-mail', read: ({ email }) => email },
  { name: 'name', read: ({ name }) => name },
  { name: 'owner', read: ({ owner }) => (owner ? 'yes' : 'no') },
  instant('created_at', 'since', ({ createdAtMs }) => createdAtMs),
];

function printPasswordLink(terminal: Terminal, email: string, options: PasswordOptions): Promise<void> {
  if (options.passwordStdin) {
    throw new HeatError({
      kind: 'invalid',
      message: 'Cannot use --link with --password-stdin: a link lets its holder choose the password',
    });
  }
  return withCatalog(options, async (catalog, dataDir) => {
    const { accounts } = openRooms(catalog);
    const { token, expiresAtMs } = await accounts.createPasswordLinkFor(email, TERMINAL_ACTOR);
    const url = `${publicUrlOf(options, dataDir).url}/password#${token}`;
    terminal.out(options.json ? json({ url, expiresAtMs }) : `${url}\n`);
    if (!options.json)
      terminal.err('Hand it over yourself: it works once, for an hour, and ends earlier ones.\n');
  });
}
