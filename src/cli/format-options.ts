// In which form a command answers, and where to: --format, --output and, as with every command, --json.

import { type Command, Option } from 'commander';
import { HeatError } from '../lib/errors.ts';
import { EXPORT_FORMATS } from '../reports/export-formats.ts';
import type { CommonOptions } from './options.ts';

export type FormatOptions = CommonOptions & { format?: string; output?: string };

/** Of lists and reports: a table for people, the rest as exports have it. */
export const ROW_FORMATS = ['table', ...EXPORT_FORMATS] as const;

/** In the order of --help; the first one is taken where none is asked for. */
type Formats<T extends string = string> = readonly [T, ...T[]];

/** Adds --format and --output. */
export function withFormats(command: Command, formats: Formats = ROW_FORMATS): Command {
  return command
    .addOption(new Option('--format <format>', `form of the answer (default ${formats[0]})`).choices(formats))
    .option('-o, --output <file>', 'write to a file instead of standard output');
}

/** --json is the same as --format json. Throws `invalid` when --format says another. */
export function readFormat<T extends string>({ format, json }: FormatOptions, formats: Formats<T>): T {
  const [initial] = formats;
  const wanted = format ?? (json ? 'json' : initial);
  if (json && wanted !== 'json') {
    throw new HeatError({
      kind: 'invalid',
      message: `Cannot answer as json and as ${wanted} at once`,
      hint: 'Give either --json or --format',
    });
  }
  // Anything else was refused when the options were read.
  return formats.find((one) => one === wanted) ?? initial;
}
