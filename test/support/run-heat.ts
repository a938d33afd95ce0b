// The command line in this very process: for what needs no executable.

import { runProgram } from '../../src/cli/program.ts';

export type HeatRan = { code: number; stdout: string; stderr: string };

/** Runs `heat <argv>`; exports write past it, to standard output or their file. */
export async function runHeat(...argv: string[]): Promise<HeatRan> {
  let stdout = '';
  let stderr = '';
  const code = await runProgram(argv, {
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
  });
  return { code, stdout, stderr };
}
