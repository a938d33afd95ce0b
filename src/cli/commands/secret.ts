// heat secret rotate | status: the secret that signs sign-ins and links.

import type { Command } from 'commander';
import { previousSecrets, rotateSecret, type SecretsPlace } from '../../accounts/secret.ts';
import { systemClock } from '../../lib/clock.ts';
import { type CommonOptions, withCatalog, withCommon } from '../options.ts';
import { day, dim, json, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';

type RotateOptions = CommonOptions & { endSignIns?: boolean };

export function addSecretCommand(program: Command, terminal: Terminal): void {
  const secret = program.command('secret').description('The secret that signs sign-ins and links.');
  withCommon(
    secret
      .command('rotate')
      .description(
        'Replace it. What the old one signed holds until it ends; a running heat notices within a second.',
      )
      .option('--end-sign-ins', 'accept nothing of the old one any more: everybody signs in again'),
    'heat secret rotate',
  ).action((options: RotateOptions) =>
    withCatalog(options, async (catalog, dataDir) => {
      const endSignIns = options.endSignIns ?? false;
      const rotated = await rotateSecret(placeOf(dataDir), { endSignIns, alone: catalog.alone });
      await openRooms(catalog).accounts.noteSecretRotation({ endSignIns }, TERMINAL_ACTOR);
      if (options.json) return terminal.out(json(rotated));
      terminal.out(
        rotated.previousUntilMs === null
          ? 'Replaced; everybody signs in again\n'
          : `Replaced; the old one is accepted until ${day(rotated.previousUntilMs)} UTC\n`,
      );
      terminal.err(dim('A server that was started with HEAT_SECRET does not look at this one.\n'));
    }),
  );

  withCommon(
    secret.command('status').description('Until when replaced secrets are still accepted.'),
    'heat secret status',
  ).action((options: CommonOptions) =>
    withCatalog(options, async (_catalog, dataDir) => {
      const previous = previousSecrets(placeOf(dataDir));
      if (options.json) return terminal.out(json({ previous }));
      terminal.out(
        previous.length === 0
          ? 'No replaced secret is accepted\n'
          : previous.map(({ untilMs }) => `A replaced one is accepted until ${day(untilMs)} UTC\n`).join(''),
      );
    }),
  );
}

function placeOf(dataDir: string): SecretsPlace {
  return { dataDir, override: process.env.HEAT_SECRET, clock: systemClock };
}
