// heat key rotate: replaces an API key by one with the same rights, with time to change the programs that use it.

import type { Command } from 'commander';
import { type ProjectOptions, projectOf, withCatalog, withCommon, withProject } from '../options.ts';
import { dim, facts, json, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';
import { readHours } from './write-key.ts';

type RotateOptions = ProjectOptions & { overlap: string };

export function addKeyRotateCommand(key: Command, terminal: Terminal): void {
  withCommon(
    withProject(
      key
        .command('rotate')
        .description('Replace a key by one with the same rights; the new secret is printed once.')
        .argument('<key>', 'id of the key'),
    ).option('--overlap <time>', 'how long the old key still works, e.g. 12h or 7d', '0h'),
    'heat key rotate 7k2m9x --overlap 7d',
  ).action((keyId: string, options: RotateOptions) =>
    withCatalog(options, async (catalog) => {
      const { no: projectNo } = await projectOf(catalog, options);
      const hours = readHours(options.overlap);
      const { accounts } = openRooms(catalog);
      const { key: made, secret } = await accounts.rotateKey({ projectNo, keyId }, hours, TERMINAL_ACTOR);
      if (options.json) return terminal.out(json({ key: made, secret, replaced: keyId }));
      terminal.out(
        facts([
          ['id', made.id],
          ['scope', made.scope],
          ['secret', `${secret}  ${dim('(shown only now)')}`],
        ]),
      );
      const until = hours > 0 ? `works for ${options.overlap} more, at most` : 'is refused from now on';
      terminal.err(dim(`The key ${keyId} ${until}\n`));
    }),
  );
}
