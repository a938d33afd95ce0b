// heat key add | list | update | usage | revoke, and rotate (key-rotate.ts): secret keys for the API.

import { type Command, Option } from 'commander';
import { KEY_SCOPES, type KeyScope, type KeyUsage, type KeyView } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import { counted } from '../../lib/counted.ts';
import { HeatError } from '../../lib/errors.ts';
import { readWhole } from '../../reports/parameters.ts';
import { lineOf } from '../command-line.ts';
import { type FormatOptions, withFormats } from '../format-options.ts';
import { type ProjectOptions, projectOf, withCatalog, withCommon, withProject } from '../options.ts';
import { dim, facts, json, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { type Column, instant, printRows } from '../rows.ts';
import { type KeyRuleOptions, keyRulesOf, withKeyRules } from './key-options.ts';
import { addKeyRotateCommand } from './key-rotate.ts';

type AddOptions = ProjectOptions & KeyRuleOptions & { name: string; scope: KeyScope };
type UpdateOptions = ProjectOptions & KeyRuleOptions & { name?: string; anyAddress?: boolean };
type UsageOptions = ProjectOptions & FormatOptions & { days: string };

export function addKeyCommand(program: Command, terminal: Terminal): void {
  const key = program.command('key').description('API keys: read, write or administer one project.');

  withCommon(
    withKeyRules(
      withProject(key.command('add').description('Create a key; its secret is printed once.'))
        .requiredOption('--name <name>', 'what it is for')
        .addOption(new Option('--scope <scope>', 'what it may do').choices(KEY_SCOPES).default('read')),
    ),
    'heat key add --project my-shop --name "Weekly report" --scope read --from 192.0.2.0/24 --per-minute 60',
  ).action((options: AddOptions) =>
    withCatalog(options, async (catalog) => {
      const project = await projectOf(catalog, options);
      const { key: made, secret } = await openRooms(catalog).accounts.createKey(
        {
          projectNo: project.no,
          name: options.name,
          scope: options.scope,
          ...keyRulesOf(options),
        },
        TERMINAL_ACTOR,
      );
      if (options.json) return terminal.out(json({ key: made, secret }));
      terminal.out(
        facts([
          ['id', made.id],
          ['scope', made.scope],
          ['secret', `${secret}  ${dim('(shown only now)')}`],
        ]),
      );
    }),
  );

  withCommon(
    withFormats(
      withProject(key.command('list').description('List the keys of a project, without their secrets.')),
    ),
    'heat key list --project my-shop',
  ).action((options: ProjectOptions & FormatOptions) =>
    withCatalog(options, async (catalog) => {
      const project = await projectOf(catalog, options);
      const rows = await openRooms(catalog).accounts.listKeys(project.no);
      const empty = `There is no key yet. Make one: ${lineOf(options, `key add --project ${project.id} --name "Weekly report"`)}`;
      await printRows(terminal, options, { columns: KEYS, rows, empty });
    }),
  );

  withCommon(
    withProject(
      key
        .command('revoke')
        .description('End a key; its next request is refused.')
        .argument('<key>', 'id of the key'),
    ),
    'heat key revoke 7k2m9x --project my-shop',
  ).action((keyId: string, options: ProjectOptions) =>
    withCatalog(options, async (catalog) => {
      const project = await projectOf(catalog, options);
      await openRooms(catalog).accounts.revokeKey({ projectNo: project.no, keyId }, TERMINAL_ACTOR);
      terminal.out(options.json ? json({ revoked: keyId }) : `Revoked ${keyId}\n`);
    }),
  );

  addKeyRotateCommand(key, terminal);
  addChangeCommands(key, terminal);
}

function addChangeCommands(key: Command, terminal: Terminal): void {
  withCommon(
    withKeyRules(
      withProject(
        key
          .command('update')
          .description('Change what is given of a key, from its next request on; its secret stays.')
          .argument('<key>', 'id of the key'),
      )
        .option('--name <name>', 'what it is for')
        .option('--any-address', 'from any address'),
    ),
    'heat key update 7k2m9x --from 192.0.2.7 --per-minute none',
  ).action((keyId: string, options: UpdateOptions) =>
    withCatalog(options, async (catalog) => {
      const { no: projectNo } = await projectOf(catalog, options);
      if (options.anyAddress && options.from)
        throw new HeatError({ kind: 'invalid', message: 'Cannot use --from together with --any-address' });
      const change = {
        ...(options.name === undefined ? {} : { name: options.name }),
        ...keyRulesOf(options),
        ...(options.anyAddress ? { addresses: [] } : {}),
      };
      if (Object.keys(change).length === 0)
        throw new HeatError({
          kind: 'invalid',
          message: 'Nothing to change',
          hint: 'Give --name, --from, --any-address, --per-minute or --expires',
        });
      const { accounts } = openRooms(catalog);
      const changed = await accounts.updateKey({ projectNo, keyId }, change, TERMINAL_ACTOR);
      terminal.out(options.json ? json(changed) : `Changed ${changed.id}\n`);
    }),
  );

  withCommon(
    withFormats(
      withProject(key.command('usage').description('Requests of each key by day (UTC).')).option(
        '--days <number>',
        `1 to ${LIMITS.keyUsageDays}`,
        '30',
      ),
    ),
    'heat key usage --project my-shop --days 7',
  ).action((options: UsageOptions) =>
    withCatalog(options, async (catalog) => {
      const { no } = await projectOf(catalog, options);
      const days = readWhole(options.days, {
        name: '--days',
        min: 1,
        max: LIMITS.keyUsageDays,
        fallback: 30,
      });
      const { accounts } = openRooms(catalog);
      const usage = await accounts.listKeyUsage(no, days);
      const names = new Map((await accounts.listKeys(no)).map(({ id, name }) => [id, name]));
      const rows = usage.map((row) => ({ ...row, name: names.get(row.keyId) ?? null }));
      const empty = `No key was used in the last ${counted(days, 'day')}`;
      await printRows(terminal, options, { columns: USAGE, rows, empty });
    }),
  );
}

const KEYS: readonly Column<KeyView>[] = [
  { name: 'id', read: ({ id }) => id },
  { name: 'name', read: ({ name }) => name },
  { name: 'scope', read: ({ scope }) => scope },
  { name: 'prefix', read: ({ prefix }) => prefix },
  instant('created_at', 'created', ({ createdAtMs }) => createdAtMs),
  instant('last_used_at', 'last used', ({ lastUsedAtMs }) => lastUsedAtMs, 'never'),
  instant('expires_at', 'expires', ({ expiresAtMs }) => expiresAtMs, 'never'),
  {
    ...{ name: 'addresses', head: 'from', read: ({ addresses }) => addresses.join(' ') },
    show: ({ addresses }) => addresses.join(' ') || 'anywhere',
  },
  {
    ...{ name: 'per_minute', head: 'a minute', read: ({ perMinute }) => perMinute },
    show: ({ perMinute }) => String(perMinute ?? 'any'),
  },
  { name: 'state', read: stateOf },
];

const USAGE: readonly Column<KeyUsage & { name: string | null }>[] = [
  { name: 'day', read: ({ day }) => day },
  { name: 'key', read: ({ keyId }) => keyId },
  { name: 'name', read: ({ name }) => name },
  { name: 'requests', read: ({ requests }) => requests },
  { name: 'refused', read: ({ refused }) => refused },
];

function stateOf({ revokedAtMs, expiresAtMs }: KeyView): string {
  if (revokedAtMs !== null) return 'revoked';
  return expiresAtMs !== null && expiresAtMs <= Date.now() ? 'expired' : 'works';
}
