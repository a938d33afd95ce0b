// A line that a person sees grow while a command works.

import type { Terminal } from './output.ts';

export type Progress = {
  /** Says `words` in the place of what was said before. */
  tell: (words: string) => void;
  /** Takes the line away. */
  end: () => void;
};

/** Nothing where standard error is no terminal, nor where `isCrossed`: results go to the same terminal. */
export function progressLine(terminal: Terminal, isCrossed = false): Progress {
  const isSeen = process.stderr.isTTY === true && !isCrossed;
  return {
    tell: (words) => isSeen && terminal.err(`\r\x1b[2K${words}`),
    end: () => isSeen && terminal.err('\r\x1b[2K'),
  };
}
