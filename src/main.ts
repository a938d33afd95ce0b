// Starts the command line, nothing else.

import { runProgram } from './cli/program.ts';

process.umask(0o077);
// Whoever reads has read enough (`| head`): that is no fault.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
process.exitCode = await runProgram(process.argv.slice(2));
