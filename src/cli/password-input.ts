// Passwords for commands: from standard input, or asked for on a terminal. Never from arguments, which others can read.

import { HeatError } from '../lib/errors.ts';

/** Without the line's end. */
export async function readPasswordFromInput(): Promise<string> {
  return (await Bun.stdin.text()).replace(/\r?\n$/, '');
}

/** A prompt on a terminal; the typed text is hidden by turning echo off through the terminal itself. Throws `invalid` without a terminal. */
export function askPassword(): string {
  if (!process.stdin.isTTY) {
    throw new HeatError({
      kind: 'invalid',
      message: 'Cannot ask for a password: standard input is no terminal',
      hint: 'use --password-stdin',
    });
  }
  const echo = (mode: 'echo' | '-echo') => Bun.spawnSync(['stty', mode], { stdin: 'inherit' });
  echo('-echo');
  try {
    return prompt('Password (12 characters or more):') ?? '';
  } finally {
    echo('echo');
    process.stderr.write('\n');
  }
}
