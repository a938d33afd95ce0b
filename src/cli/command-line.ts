// Commands as hints name them: to be typed as they stand.

import { shellWord } from '../lib/shell-word.ts';

/** `heat <words>` on the data that was asked about. */
export function lineOf({ data, config }: { data?: string; config?: string }, words: string): string {
  const given = { '--data': data, '--config': config };
  const options = Object.entries(given).map(([name, value]) => (value ? ` ${name} ${shellWord(value)}` : ''));
  return `heat ${words}${options.join('')}`;
}

/** What was typed, with every option that was given, with one more and one less. */
export function typedAgain(typed: readonly string[], change: { with: string; without: string }): string {
  const words = typed.filter((word) => word !== change.without);
  // What stands after -- is no option.
  const end = words.indexOf('--');
  words.splice(end < 0 ? words.length : end, 0, change.with);
  return ['heat', ...words.map(shellWord)].join(' ');
}
