// How one type of event is read: a table of its fields, and what must be there. The loop that walks an event's own
// keys is here, so that every type keeps unknown fields in the same way.

import type { Props } from '../../contract/wire.ts';
import { type Finding, isRaw, type Raw, refuse } from './finding.ts';
import { copyEntries } from './props.ts';
import type { Reader } from './values.ts';

export type Shape = {
  /** Name → reader, for fields that both forms share. */
  fields: { readonly [name: string]: Reader };
  required?: readonly string[];
  /** Names that are dropped even as unknown fields, because they could hold what a visitor typed. */
  never?: readonly string[];
  /** Looks at the fields together, after all were read. */
  finish?: (finding: Finding) => void;
};

/** A shape with the names that the envelope's form reads by itself. */
export type PreparedShape = {
  readers: ReadonlyMap<string, Reader | null>;
  required: readonly string[];
  finish: ((finding: Finding) => void) | undefined;
};

/** What only the server may say, and addresses: never kept, whoever sends it. */
const SERVER_FIELDS = [
  'ip',
  'ipAddress',
  'ip_address',
  'clientIp',
  'remoteAddress',
  'country',
  'receivedAt',
  'receivedAtMs',
  'project',
  'projectId',
  'key',
  'keyId',
];

/** Combines a shape with the names that the form itself reads (`type`, `ts`, …). */
export function prepareShape(shape: Shape, formNames: readonly string[]): PreparedShape {
  const readers = new Map<string, Reader | null>();
  for (const name of [...SERVER_FIELDS, ...(shape.never ?? [])]) readers.set(name, null);
  for (const [name, reader] of Object.entries(shape.fields)) readers.set(name, reader);
  for (const name of formNames) readers.set(name, null);
  return { readers, required: shape.required ?? [], finish: shape.finish };
}

/** Reads all fields of an event into `finding.fields`; unknown ones go, bounded, into the field `extra`. */
export function readFields(raw: Raw, shape: PreparedShape, finding: Finding): void {
  const { fields } = finding;
  let unknown: [string, unknown][] | null = null;
  for (const name in raw) {
    const reader = shape.readers.get(name);
    if (reader === null) continue;
    if (reader === undefined) {
      unknown ??= [];
      unknown.push([name, raw[name]]);
      continue;
    }
    const value = reader(raw[name], name, finding);
    if (value !== undefined) fields[name] = value;
  }
  shape.finish?.(finding);
  for (const name of shape.required) {
    if (fields[name] === undefined) refuse(finding, 'bad_field', `Field "${name}" is missing`);
  }
  if (unknown !== null && finding.code === null) addExtra(unknown, finding);
}

/** Adds entries to the field `extra`. */
export function addExtra(entries: readonly [string, unknown][], finding: Finding): void {
  const { extra } = finding.fields;
  const before = isRaw(extra) ? Object.entries(extra) : [];
  const copy: Props = copyEntries([...before, ...entries], finding);
  if (Object.keys(copy).length > 0) finding.fields.extra = copy;
}
