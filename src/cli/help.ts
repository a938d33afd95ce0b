// How --help reads: one line for each command of a list, and options with what they take and what holds without them.

import type { Argument, Command, Option } from 'commander';

/** For commander's configureHelp(). */
export const HELP = {
  subcommandDescription: (command: Command) => firstSentence(command.description()),
  optionDescription: said,
  argumentDescription: said,
};

/** `lowest level that is logged: debug, info, warn (HEAT_LOG_LEVEL, default info)` */
function said({ description, argChoices, defaultValue }: Option | Argument): string {
  const [, body = '', told = ''] = /^(.*?)(?: \(([^()]*)\))?$/s.exec(description) ?? [];
  const words = argChoices ? `: ${argChoices.join(', ')}` : '';
  // Lists begin empty, and a switch that turns something off stands for its being on.
  const initial = typeof defaultValue === 'string' ? `default ${defaultValue}` : '';
  const more = [told, initial].filter((part) => part !== '').join(', ');
  return `${body}${words}${more && ` (${more})`}`;
}

/** With its full stop; a clause that ends with a semicolon is one, too. */
export function firstSentence(text: string): string {
  return text.replace(/(?<=[.;])\s.*$/s, '').replace(/;$/, '.');
}
