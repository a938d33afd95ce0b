// Acts without a way back: what would be done is said first, and done with --yes alone. One way for all such commands.

import type { Command } from 'commander';
import { HeatError } from '../lib/errors.ts';
import { typedAgain } from './command-line.ts';
import type { CommonOptions } from './options.ts';
import { dim, facts, json, type Terminal } from './output.ts';

export type ConfirmOptions = CommonOptions & { yes?: boolean; dryRun?: boolean };

/** Adds --yes and --dry-run. */
export function withConfirmation(command: Command): Command {
  return command
    .option('--yes', 'do it; without it nothing is changed, and you are told what would be')
    .option('--dry-run', 'only say what would be done; succeeds where leaving --yes out does not');
}

type Asked = {
  words: readonly (readonly [name: string, value: string])[];
  /** The same for programs. */
  json: object;
};

/**
 * True with --yes. Else says what would be done and which line does it: false with --dry-run; without either throws
 * `invalid` (unconfirmed), so that a script that forgot --yes does not take it for done.
 */
export function isConfirmed(terminal: Terminal, options: ConfirmOptions, asked: Asked): boolean {
  const { yes = false, dryRun = false } = options;
  if (yes && dryRun) {
    throw new HeatError({
      kind: 'invalid',
      message: 'Cannot do it and only say it at once',
      hint: 'Give either --yes or --dry-run',
    });
  }
  if (yes) return true;
  const line = typedAgain(terminal.typed, { without: '--dry-run', with: '--yes' });
  terminal.out(options.json ? json({ done: false, ...asked.json, command: line }) : facts(asked.words));
  if (!dryRun) {
    throw new HeatError({
      kind: 'invalid',
      code: 'unconfirmed',
      message: 'Nothing was changed, and there is no way back once it is. To do it:',
      hint: line,
    });
  }
  terminal.err(`${dim('Nothing was changed. To do it:')}\n  ${line}\n`);
  return false;
}
