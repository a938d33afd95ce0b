// Passwords for commands: from standard input, or asked for on a terminal. Never from arguments, which others can read.

import { HeatError } from '../lib/errors.ts';

/** Without the line's end. */
export async function readPasswordFromInput(): Promise<string> {
  return (await Bun.stdin.text()).replace(/\r?\n$/, '');
}

/**
 * Asked for twice on the terminal, neither shown nor part of the results. Throws `invalid` without a terminal, and for
 * two that are not the same; Ctrl-C ends the command.
 */
export async function askPassword(): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new HeatError({
      kind: 'invalid',
      message: 'Cannot ask for a password: standard input is no terminal',
      hint: 'Give it with --password-stdin < password.txt',
    });
  }
  const password = await readHidden('Password (12 characters or more): ');
  if ((await readHidden('The same again: ')) === password) return password;
  throw new HeatError({
    kind: 'invalid',
    message: 'The two passwords are not the same',
    hint: 'Nothing was changed; try again',
  });
}

/** The terminal hands over every key: so it shows none, and Ctrl-C leaves it as it was. */
function readHidden(question: string): Promise<string> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.resume();
  return new Promise((resolve) => {
    let typed: string[] = [];
    const end = () => {
      stdin.off('data', handleKeys);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
    };
    const handleKeys = (keys: Buffer) => {
      for (const key of keys.toString('utf8')) {
        if (key === '\x03') {
          end();
          process.exit(130);
        }
        if (key === '\r' || key === '\n' || key === '\x04') {
          end();
          return resolve(typed.join(''));
        }
        if (key === '\x7f' || key === '\b') typed.pop();
        else if (key === '\x15') typed = [];
        else if (key >= ' ') typed.push(key);
      }
    };
    stdin.on('data', handleKeys);
  });
}
