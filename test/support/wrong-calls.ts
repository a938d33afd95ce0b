// Calls of heat in a text that somebody is to type, held against the commands and options that there are.

import { buildProgram } from '../../src/cli/program.ts';

/** Only looked at, never run. */
const PROGRAM = buildProgram({ out: () => {}, err: () => {}, typed: [] });
const CALL = /(?:^|[ (]|bin\/)(?:sudo -u heat )?heat ((?:[a-z-]|--)[^|&<>)]*)/g;

/** What of the calls in a line there is not, each with its call; nothing in a line without any. */
export function wrongCalls(line: string): string[] {
  return [...line.matchAll(CALL)].flatMap(([, words = '']) => wrongWords(words.trim().split(/ +/)));
}

/** Words that stand for something (ID, <id>) are as good as any. */
function wrongWords(words: readonly string[]): string[] {
  let command = PROGRAM;
  const rest = [...words];
  for (;;) {
    const child = command.commands.find((one) => one.name() === rest[0]);
    if (!child) break;
    command = child;
    rest.shift();
  }
  const options = rest.filter((word) => word.startsWith('--')).map((word) => word.replace(/[=,.;:].*$/, ''));
  // A group that does something by itself takes what one of its commands takes.
  const known = [command, ...command.commands].flatMap((one) => one.options.map(({ long }) => long ?? ''));
  const wrong = options.filter((option) => option !== '--help' && !known.includes(option));
  const [next = ''] = rest;
  if (command.commands.length > 0 && /^[a-z-]+$/.test(next) && !next.startsWith('-')) wrong.push(next);
  return wrong.map((word) => `heat ${words.join(' ')}: ${word}`);
}
