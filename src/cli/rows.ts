// Lists and reports of rows, printed in one way: a table where a person reads, else CSV, NDJSON or JSON.

import { type CsvCell, csvLine } from '../reports/csv.ts';
import { type FormatOptions, ROW_FORMATS, readFormat } from './format-options.ts';
import { day, dim, json, type Terminal, table } from './output.ts';
import { openSink } from './sink.ts';

export type Column<T> = {
  /** Of CSV, in snake_case; the table says it with blanks, unless it has a `head`. */
  name: string;
  head?: string;
  read: (row: T) => CsvCell;
  /** How the table says it; by itself the cell as it is, nothing for null. */
  show?: (row: T) => string;
};

/** An instant: `2026-11-21 14:05` of UTC in the table, ISO 8601 in CSV. */
export function instant<T>(
  name: string,
  head: string,
  read: (row: T) => number | null,
  never = '',
): Column<T> {
  return {
    ...{ name, head: `${head} (UTC)` },
    read: (row) => {
      const atMs = read(row);
      return atMs === null ? null : new Date(atMs).toISOString();
    },
    show: (row) => day(read(row)) || never,
  };
}

type Printed<T> = {
  columns: readonly Column<T>[];
  rows: readonly T[];
  /** What JSON carries, where it is not the rows. */
  json?: unknown;
  /** Said instead of an empty table, with what makes a first row. */
  empty: string;
  /** The table, where it is more than one. */
  words?: () => string;
};

/** Throws `invalid` for a format that is none and a file in no folder. */
export async function printRows<T>(
  terminal: Terminal,
  options: FormatOptions,
  printed: Printed<T>,
): Promise<void> {
  const format = readFormat(options, ROW_FORMATS);
  const { rows, empty } = printed;
  if (format === 'table' && rows.length === 0 && printed.words === undefined) {
    terminal.err(`${empty}\n`);
    return;
  }
  await printText(terminal, options, textOf(format, printed));
}

/** Onto the terminal, or into the file that was named. */
async function printText(
  terminal: Terminal,
  { output }: Pick<FormatOptions, 'output'>,
  text: string,
): Promise<void> {
  if (output === undefined) return terminal.out(text);
  const sink = openSink(output);
  await sink.write(text);
  await sink.close();
  terminal.err(dim(`Wrote ${output}\n`));
}

function textOf<T>(format: (typeof ROW_FORMATS)[number], printed: Printed<T>): string {
  const { columns, rows, words } = printed;
  switch (format) {
    case 'table':
      return words ? words() : tableOf(columns, rows);
    case 'csv':
      return [
        csvLine(columns.map(({ name }) => name)),
        ...rows.map((row) => csvLine(columns.map(({ read }) => read(row)))),
      ].join('');
    case 'ndjson':
      return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    case 'json':
      return json(printed.json ?? rows);
  }
}

export function tableOf<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  return table(
    columns.map(({ name, head }) => head ?? name.replaceAll('_', ' ')),
    rows.map((row) => columns.map(({ read, show }) => (show ? show(row) : String(read(row) ?? '')))),
  );
}
