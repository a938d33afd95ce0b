// heat key add | list | revoke: secret keys for the API.

import type { Command } from 'commander';
import { KEY_SCOPES, type KeyScope } from '../../contract/api.ts';
import { HeatError } from '../../lib/errors.ts';
import { type CommonOptions, projectOf, withCatalog, withCommon } from '../options.ts';
import { day, dim, facts, json, type Terminal, table } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';

type KeyOptions = CommonOptions & { project?: string };
type AddOptions = KeyOptions & { name: string; scope: string; expires?: string };

export function addKeyCommand(program: Command, terminal: Terminal): void {
  const key = program.command('key').description('API keys: read, write or administer one project.');
  const onProject = (command: Command) =>
    command.option('--project <id>', 'project (may be left out when there is only one)');

  withCommon(
    onProject(key.command('add').description('Create a key; its secret is printed once.'))
      .requiredOption('--name <name>', 'what it is for')
      .option('--scope <scope>', KEY_SCOPES.join(', '), 'read')
      .option('--expires <date>', 'last day (UTC) or instant it works, e.g. 2027-12-31'),
    'heat key add --project my-shop --name "Weekly report" --scope read',
  ).action((options: AddOptions) =>
    withCatalog(options, async (catalog) => {
      const project = await projectOf(catalog, options.project);
      const { key: made, secret } = await openRooms(catalog).accounts.createKey(
        {
          projectNo: project.no,
          name: options.name,
          scope: readScope(options.scope),
          ...readExpiry(options.expires),
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
          ['id', 'name', 'scope', 'prefix', 'created (UTC)', 'last used', 'expires', 'state'],
          keys.map((row) => [
            row.id,
            row.name,
            row.scope,
            row.prefix,
            day(row.createdAtMs),
            day(row.lastUsedAtMs),
            day(row.expiresAtMs),
            row.revokedAtMs === null ? 'works' : 'revoked',
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

function readExpiry(text: string | undefined): { expiresAtMs?: number } {
  if (text === undefined) return {};
  // A bare day is the last one on which the key works, so it ends with that day (UTC).
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const expiresAtMs = Date.parse(isDay ? `${text}T23:59:59.999Z` : text);
  if (Number.isFinite(expiresAtMs)) return { expiresAtMs };
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot read "${text}" as a date`,
    hint: 'For example 2027-12-31 or 2027-12-31T18:00:00Z',
  });
}
