// What options and arguments take, as the cases of a shell's `case`: an option that takes the same wherever it is known
// is one case.

import { shellQuoted } from '../../lib/shell-word.ts';
import type { CommandNode, Takes } from './command-tree.ts';

/** `place` null: wherever the option is known. `option` null: the arguments of the command. */
export type ValueCase = { place: string | null; option: string | null; takes: Takes };

/** Only what a shell can complete; of a text that nobody can guess there is no case. Those of one place come first. */
export function valueCases(commands: readonly CommandNode[]): ValueCase[] {
  const byOption = new Map<string, ValueCase[]>();
  for (const { place, options } of commands)
    for (const { names, takes } of options)
      for (const option of takes ? names : [])
        byOption.set(option, [...(byOption.get(option) ?? []), { place, option, takes: takes as Takes }]);
  const ofOptions = [...byOption.values()].flatMap((cases) => {
    const [first] = cases;
    const isSame = cases.every(({ takes }) => JSON.stringify(takes) === JSON.stringify(first?.takes));
    return isSame && first ? [{ ...first, place: null }] : cases;
  });
  const ofArguments = commands.map(({ place, takes }) => ({ place, option: null, takes }));
  return [...ofArguments, ...ofOptions]
    .filter(({ takes }) => takes.kind !== 'text')
    .sort((a, b) => Number(a.place === null) - Number(b.place === null));
}

/** The case as bash and zsh match it against `<place> <option>`. */
export function casePattern({ place, option }: ValueCase): string {
  if (place === null) return `*${shellQuoted(` ${option}`)}`;
  return shellQuoted(option === null ? place : `${place} ${option}`);
}
