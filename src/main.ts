// Starts the command line, nothing else.

import { runProgram } from './cli/program.ts';
import { endOfOutput } from './cli/sink.ts';

process.umask(0o077);
process.stdout.on('error', endOfOutput);
process.stderr.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await runProgram(process.argv.slice(2));
