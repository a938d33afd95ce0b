// heat key add | list | update | usage | revoke: secret keys for the API.

import type { Command } from 'commander';
import { KEY_SCOPES, type KeyScope, type KeyView } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { readWhole } from '../../reports/parameters.ts';
import { type CommonOptions, projectOf, withCatalog, withCommon } from '../options.ts';
import { day, dim, facts, json, type Terminal, table } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { type KeyRuleOptions, keyRulesOf, withKeyRules } from './key-options.ts';

type KeyOptions = CommonOptions & { project?: string };
type AddOptions = KeyOptions & KeyRuleOptions & { name: string; scope: string };
type UpdateOptions = KeyOptions & KeyRuleOptions & { name?: string; anyAddress?: boolean };
type UsageOptions = KeyOptions & { days: string };

export function addKeyCommand(program: Command, terminal: Terminal): void {
  const key = program.command('key').description('API keys: read, write or administer one project.');
  const onProject = (command: Command) =>
    command.option('--project <id>', 'project (may be left out when there is only one)');

  withCommon(
    withKeyRules(
      onProject(key.command('add').description('Create a key; its secret is printed once.'))
        .requiredOption('--name <name>', 'what it is for')
        .option('--scope <scope>', KEY_SCOPES.join(', '), 'read'),
    ),
    'heat key add --project my-shop --name "Weekly report" --scope read --from 192.0.2.0/24 --per-minute 60',
  ).action((options: AddOptions) =>
    withCatalog(options, async (catalog) => {
      const project = await projectOf(catalog, options.project);
      const { key: made, secret } = await openRooms(catalog).accounts.createKey(
        {
          projectNo: project.no,
          name: options.name,
          scope: readScope(options.scope),
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
    onProject(key.command('list').description('List the keys of a project, without their secrets.')),
    'heat key list --project my-shop',
  ).action((options: KeyOptions) =>
    withCatalog(options, async (catalog) => {
      const project = await projectOf(catalog, options.project);
      const keys = await openRooms(catalog).accounts.listKeys(project.no);
      if (options.json) return terminal.out(json(keys));
      terminal.out(
        table(
          [
            'id',
            'name',
            'scope',
            'prefix',
            'created (UTC)',
            'last used',
            'expires',
            'from',
            'a minute',
            'state',
          ],
          keys.map((row) => [
            row.id,
            row.name,
            row.scope,
            row.prefix,
            day(row.createdAtMs),
            day(row.lastUsedAtMs),
            day(row.expiresAtMs),
            row.addresses.join(' ') || 'anywhere',
            row.perMinute === null ? 'any' : String(row.perMinute),
            stateOf(row),
          ]),
        ),
      );
    }),
  );

  withCommon(
    onProject(
      key
        .command('revoke')
        .description('End a key; its next request is refused.')
        .argument('<key>', 'id of the key'),
    ),
    'heat key revoke 7k2m9x --project my-shop',
  ).action((keyId: string, options: KeyOptions) =>
    withCatalog(options, async (catalog) => {
      const project = await projectOf(catalog, options.project);
      await openRooms(catalog).accounts.revokeKey({ projectNo: project.no, keyId }, TERMINAL_ACTOR);
      terminal.out(options.json ? json({ revoked: keyId }) : `Revoked ${keyId}\n`);
    }),
  );

  addChangeCommands(key, onProject, terminal);
}

function addChangeCommands(key: Command, onProject: (command: Command) => Command, terminal: Terminal): void {
  withCommon(
    withKeyRules(
      onProject(
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
      const { no: projectNo } = await projectOf(catalog, options.project);
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
    onProject(key.command('usage').description('Requests of each key by day (UTC).')).option(
      '--days <number>',
      `1 to ${LIMITS.keyUsageDays}`,
      '30',
    ),
    'heat key usage --project my-shop --days 7',
  ).action((options: UsageOptions) =>
    withCatalog(options, async (catalog) => {
      const { no } = await projectOf(catalog, options.project);
      const days = readWhole(options.days, {
        name: '--days',
        min: 1,
        max: LIMITS.keyUsageDays,
        fallback: 30,
      });
      const { accounts } = openRooms(catalog);
      const usage = await accounts.listKeyUsage(no, days);
      if (options.json) return terminal.out(json(usage));
      const names = new Map((await accounts.listKeys(no)).map(({ id, name }) => [id, name]));
      terminal.out(
        table(
          ['day', 'key', 'name', 'requests', 'refused'],
          usage.map((row) => [
            row.day,
            row.keyId,
            names.get(row.keyId) ?? '',
            String(row.requests),
            String(row.refused),
          ]),
        ),
      );
    }),
  );
}

function stateOf({ revokedAtMs, expiresAtMs }: KeyView): string {
  if (revokedAtMs !== null) return 'revoked';
  return expiresAtMs !== null && expiresAtMs <= Date.now() ? 'expired' : 'works';
}

function readScope(text: string): KeyScope {
  const scope = KEY_SCOPES.find((one) => one === text);
  if (scope) return scope;
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot make a key with scope "${text}"`,
    hint: `Scopes: ${KEY_SCOPES.join(', ')}`,
  });
}
