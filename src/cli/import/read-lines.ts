// From records of a file to lines of an import as JSON text, each with its number; what cannot be read says why.

import type { ImportLine } from '../../contract/import-line.ts';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { isDeeperThan } from '../../lib/json-depth.ts';
import { readInstant } from '../../reports/instant.ts';
import { csvCells, separatorOf } from './csv-cells.ts';
import type { FieldMap, Target } from './map-fields.ts';
import { splitRecords } from './split-records.ts';

export const IMPORT_FORMATS = ['ndjson', 'csv'] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** `json` is null when the line is refused, and `fault` says why. */
export type ReadLine = { line: number; json: string | null; fault: string | null };
export type Reading = {
  format: ImportFormat;
  map: FieldMap;
  /** Zone of times that name none; null for UTC. */
  timeZone: string | null;
  /** Put before pages that are paths; null leaves them paths. */
  origin: string | null;
  /** Columns with the one value that a line must have to be read. */
  only: ReadonlyMap<string, string>;
};

/** Lists of lines, in the file's order. Throws `invalid` for a CSV header that cannot be used. */
export async function* readLines(
  pieces: AsyncIterable<Uint8Array>,
  reading: Reading,
): AsyncGenerator<ReadLine[]> {
  const isCsv = reading.format === 'csv';
  const read = isCsv ? createRowReader(reading) : (text: string) => readJson(text, reading);
  for await (const records of splitRecords(pieces, { isQuoted: isCsv })) {
    const lines: ReadLine[] = [];
    for (const { line, text, fault } of records) {
      const found = text === null ? { fault } : read(text);
      if (found === null) continue;
      lines.push('json' in found ? { line, json: found.json, fault: null } : { line, json: null, ...found });
    }
    if (lines.length > 0) yield lines;
  }
}

type Found = { json: string } | { fault: string | null };
type Raw = { [name: string]: unknown };

/** The line as it is, where every name in it is a field's. */
function readJson(text: string, reading: Reading): Found | null {
  const { map, timeZone, origin, only } = reading;
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { fault: 'It is not a JSON object' };
  if (isDeeperThan(Buffer.from(text), LIMITS.bodyDepth - 2))
    return { fault: `Its JSON nests deeper than ${LIMITS.bodyDepth - 2} levels` };
  const raw = value as Raw;
  for (const [name, wanted] of only) if (String(raw[name] ?? '') !== wanted) return null;
  let isPlain = timeZone === null && origin === null;
  for (const name in raw) {
    const target = map.targetOf(name);
    isPlain &&= target !== null && 'field' in target && target.field === name;
  }
  if (isPlain) return { json: text };
  const line: Raw = {};
  for (const name in raw) {
    const target = map.targetOf(name);
    if (target !== null) put(line, target, raw[name]);
  }
  return { json: JSON.stringify(settled(line, reading)) };
}

/** The first row names the columns. */
function createRowReader(reading: Reading): (text: string) => Found | null {
  const { map, only } = reading;
  let separator = ',';
  let tests: { at: number; wanted: string }[] = [];
  let targets: (Target | null)[] | null = null;
  return (text) => {
    if (targets === null) {
      separator = separatorOf(text);
      const columns = (csvCells(text, separator) ?? []).map((column) => column.trim());
      tests = [...only].map(([column, wanted]) => ({ at: placeOf(column, columns), wanted }));
      targets = readHeader(columns, map);
      return null;
    }
    const cells = csvCells(text, separator);
    if (cells === null) return { fault: 'Its quotes are not closed' };
    if (cells.length > targets.length)
      return { fault: `It has ${cells.length} cells, and the header names ${targets.length} columns` };
    if (tests.some(({ at, wanted }) => cells[at] !== wanted)) return null;
    const line: Raw = {};
    for (const [at, target] of targets.entries()) {
      const cell = cells[at]?.replace(DISARMED, '');
      if (target === null || cell === undefined || cell === '') continue;
      put(line, target, 'field' in target ? cellValue(target.field, cell) : cell);
    }
    return { json: JSON.stringify(settled(line, reading)) };
  };
}

/** What heat's own CSV puts before a cell that a spreadsheet would run. */
const DISARMED = /^'(?=\s*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20])/;

function placeOf(column: string, columns: readonly string[]): number {
  const at = columns.indexOf(column);
  if (at >= 0) return at;
  throw unknownColumn(`--only "${column}"`, columns);
}

/** A name that no line has would else pass for an empty column. */
function unknownColumn(option: string, columns: readonly string[]): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'unknown_column',
    message: `Cannot use ${option}: the header has no such column`,
    hint: `It has: ${columns.join(', ').slice(0, 400)}`,
  });
}

function readHeader(columns: readonly string[], map: FieldMap): (Target | null)[] {
  const targets = columns.map((column) => map.targetOf(column));
  const [missing] = map.missing();
  if (missing !== undefined) throw unknownColumn(`--map "${missing}"`, columns);
  const isTimed = targets.some(
    (target) => target && 'field' in target && (target.field === 'timestamp' || target.field === 'tsMs'),
  );
  if (isTimed) return targets;
  throw new HeatError({
    kind: 'invalid',
    code: 'no_time',
    message: 'Cannot import this CSV: no column of its header is a time',
    hint: 'Name it: --map "when it happened=timestamp"',
  });
}

const NUMBERS: ReadonlySet<string> = new Set(['tsMs', 'value', 'rate', 'moveRate']);
const OBJECTS: ReadonlySet<string> = new Set(['traits', 'app', 'view', 'element', 'fields', 'properties']);
const FLAGS: ReadonlySet<string> = new Set(['isServer', 'cut']);

/** A cell as its field is written. What does not fit stays as it is, and is refused by name. */
function cellValue(field: keyof ImportLine, cell: string): unknown {
  if (field === 'timestamp') return /^\d+(\.\d+)?$/.test(cell) ? Number(cell) : asIso(cell);
  if (NUMBERS.has(field)) return Number.isFinite(Number(cell)) ? Number(cell) : cell;
  if (FLAGS.has(field)) return cell === 'true' || cell === '1';
  return OBJECTS.has(field) ? (parse(cell) ?? cell) : cell;
}

/** As databases write times: `2026-11-20 09:30:00.123+00`. */
function asIso(cell: string): string {
  return cell
    .trim()
    .replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T')
    .replace(/(:\d\d(?:\.\d+)?[+-]\d\d)$/, '$1:00');
}

function put(line: Raw, target: Target, value: unknown): void {
  // What comes first of two names for one thing counts.
  if ('field' in target) line[target.field] ??= value;
  else {
    const properties = typeof line.properties === 'object' && line.properties !== null ? line.properties : {};
    line.properties = { ...properties, [target.property]: value };
  }
}

/** Times that name no zone in the zone that was asked for, and paths on the site they are of. */
function settled(line: Raw, { timeZone, origin }: Reading): Raw {
  const { timestamp, page } = line;
  if (timeZone !== null && typeof timestamp === 'string') line.timestamp = inZone(timestamp, timeZone);
  if (origin !== null && typeof page === 'string' && page.startsWith('/')) line.page = origin + page;
  return line;
}

/** What is no time stays as it is, and is refused by heat. */
function inZone(timestamp: string, timeZone: string): number | string {
  try {
    return readInstant(timestamp.trim().replace(' ', 'T'), 'timestamp', timeZone).ms;
  } catch {
    return timestamp;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
