// heat project rotate-key | end-key: replaces a project's write key, with time to change its pages.

import type { Command } from 'commander';
import { HeatError } from '../../lib/errors.ts';
import { lineOf } from '../command-line.ts';
import { type CommonOptions, projectOf, withCatalog, withCommon } from '../options.ts';
import { day, dim, facts, json, strong, type Terminal } from '../output.ts';
import { openRooms, TERMINAL_ACTOR } from '../rooms.ts';

type RotateOptions = CommonOptions & { overlap: string };

export function addWriteKeyCommands(project: Command, terminal: Terminal): void {
  withCommon(
    project
      .command('rotate-key')
      .description(
        'Replace the write key. The old one lets in for a week, or for as long as you say, then never again.',
      )
      .argument('<id>', 'id of the project')
      .option('--overlap <time>', 'how long the old key still lets in, e.g. 12h; 0h ends it at once', '7d'),
    'heat project rotate-key my-shop --overlap 30d',
  ).action((id: string, options: RotateOptions) =>
    withCatalog(options, async (catalog) => {
      const { projects } = openRooms(catalog);
      const { id: found, no } = await projectOf(catalog, { ...options, project: id });
      const { writeKey } = await projects.rotateWriteKey(found, readHours(options.overlap), TERMINAL_ACTOR);
      const oldWriteKeys = await projects.listOldWriteKeys(no);
      if (options.json) return terminal.out(json({ id: found, writeKey, oldWriteKeys }));
      terminal.out(
        facts([
          ['id', strong(found)],
          ['write key', writeKey],
          ...oldWriteKeys.map(
            (old) => ['old key', `${old.writeKey} until ${day(old.expiresAtMs)} UTC`] as const,
          ),
        ]),
      );
      const ended = oldWriteKeys.length > 0 ? '' : 'Pages with the key before are refused from now on. ';
      terminal.err(dim(`${ended}The tag for your pages: ${lineOf(options, `snippet --project ${found}`)}\n`));
    }),
  );

  withCommon(
    project
      .command('end-key')
      .description('End a replaced write key before its time; it is refused from then on.')
      .argument('<id>', 'id of the project')
      .argument('<write-key>', 'the replaced key'),
    'heat project end-key my-shop hw_4fz9k2…',
  ).action((id: string, writeKey: string, options: CommonOptions) =>
    withCatalog(options, async (catalog) => {
      const found = await projectOf(catalog, { ...options, project: id });
      await openRooms(catalog).projects.endOldWriteKey(found, writeKey, TERMINAL_ACTOR);
      terminal.out(options.json ? json({ ended: writeKey }) : `Ended ${writeKey}\n`);
    }),
  );
}

/** Hours of a time such as 12h or 7d. Throws `invalid`. */
export function readHours(text: string): number {
  const [, count, unit] = /^(\d{1,5})(h|d)$/.exec(text) ?? [];
  if (count !== undefined) return Number(count) * (unit === 'd' ? 24 : 1);
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot read "${text}" as a time`,
    hint: 'Hours or days, for example 12h or 7d',
  });
}
