// Starts the command line, nothing else.

import { runProgram } from './cli/program.ts';

process.umask(0o077);
process.exitCode = await runProgram(process.argv.slice(2));
