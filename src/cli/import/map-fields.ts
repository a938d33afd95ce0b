// Which field of a line each column of a file is: by its own name, by a name that many tools use, or as --map says.

import { IMPORT_FIELDS, type ImportLine } from '../../contract/import-line.ts';
import { HeatError } from '../../lib/errors.ts';

/** A field of ImportLine, or one property of a custom event. */
export type Target = { field: keyof ImportLine } | { property: string };
export type FieldMap = {
  /** Null for a column that is left out. */
  targetOf: (column: string) => Target | null;
  /** Columns that --map names and that no line had. */
  missing: () => string[];
  /** Columns that were left out, the first of them. */
  ignored: () => string[];
};

const FIELDS: ReadonlySet<string> = new Set(IMPORT_FIELDS);
const PROPERTY = /^prop(?:erties)?\.(.+)$/;
/** What other tools, and heat's own CSV, call a field. */
const OTHER_NAMES: ReadonlyMap<string, keyof ImportLine> = new Map([
  ['id', 'eventId'],
  ['at', 'timestamp'],
  ['time', 'timestamp'],
  ['date', 'timestamp'],
  ['datetime', 'timestamp'],
  ['createdAt', 'timestamp'],
  ['url', 'page'],
  ['path', 'page'],
  ['eventName', 'name'],
  ['visitorId', 'visitor'],
  ['referer', 'referrer'],
]);
const IGNORED_SHOWN = 50;

/** @param maps `column=field` each. Throws `invalid` for a field that is none. */
export function createFieldMap(maps: readonly string[]): FieldMap {
  const targets = new Map<string, Target | null>();
  const ignored = new Set<string>();
  for (const map of maps) {
    const { column, target } = readMap(map);
    targets.set(column, target);
  }
  const mapped = new Set(targets.keys());
  /** What --map fills is not filled by a column that happens to have the name. */
  const taken = new Set([...targets.values()].map((target) => target && nameOf(target)));
  const unseen = new Set(mapped);

  return {
    targetOf(column) {
      const known = targets.get(column);
      if (known !== undefined) {
        unseen.delete(column);
        return known;
      }
      const found = ownTarget(column);
      const target = found && taken.has(nameOf(found)) ? null : found;
      if (ignored.size < IGNORED_SHOWN && target === null) ignored.add(column);
      if (targets.size < 10_000) targets.set(column, target);
      return target;
    },
    missing: () => [...unseen],
    ignored: () => [...ignored],
  };
}

function nameOf(target: Target): string {
  return 'field' in target ? target.field : `prop.${target.property}`;
}

function ownTarget(column: string): Target | null {
  const property = PROPERTY.exec(column)?.[1];
  if (property !== undefined) return { property };
  const name = camelCase(column.trim());
  if (FIELDS.has(name)) return { field: name as keyof ImportLine };
  const field = OTHER_NAMES.get(name);
  return field === undefined ? null : { field };
}

/** `user_id`, `User ID` and `userId` are one. */
function camelCase(column: string): string {
  if (FIELDS.has(column)) return column;
  const [first = '', ...more] = column.split(/[\s_-]+/).filter((word) => word !== '');
  const head = /^[A-Z]+$/.test(first) ? first.toLowerCase() : first.charAt(0).toLowerCase() + first.slice(1);
  return head + more.map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()).join('');
}

function readMap(map: string): { column: string; target: Target | null } {
  const end = map.lastIndexOf('=');
  const column = map.slice(0, end);
  const name = map.slice(end + 1).trim();
  if (end < 1) throw badMap(map, 'It has the form column=field');
  // Nothing behind the sign leaves the column out.
  if (name === '') return { column, target: null };
  const target = name.startsWith('prop.') ? ownTarget(name) : FIELDS.has(name) ? { field: name } : null;
  if (target === null) throw badMap(map, `Fields: ${IMPORT_FIELDS.join(', ')}, prop.<key>`);
  return { column, target: target as Target };
}

function badMap(map: string, hint: string): HeatError {
  return new HeatError({ kind: 'invalid', message: `Cannot use --map "${map}"`, hint });
}
