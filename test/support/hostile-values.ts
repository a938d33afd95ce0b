// JSON values of every wrong type and size, and what becomes of an honest body when each of its fields is one of them.

import { HOSTILE_TEXTS } from './hostile-texts.ts';

export type HostileValue = { name: string; json: string };

const long = (piece: string, times: number) => `[${Array(times).fill(piece).join(',')}]`;

/** As JSON texts: some of them no `JSON.stringify` would write. */
const ODD: readonly string[] = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '-1',
  '0.5',
  '1e308',
  '-1e308',
  '1e999',
  '-1e999',
  '5e-324',
  '9007199254740993',
  '-9007199254740993',
  '4294967296',
  '2147483648',
  `1${'0'.repeat(300)}`,
  '[]',
  '[[]]',
  '[null]',
  '[1,"a",{}]',
  long('0', 3_000),
  long('"x"', 3_000),
  long('{}', 3_000),
  `${'['.repeat(15)}${']'.repeat(15)}`,
  '{}',
  '{"a":{"b":{"c":{"d":1}}}}',
  '{"__proto__":{"x":1}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '{"toString":1,"valueOf":2}',
  '{"length":1000000000}',
  '{"toJSON":1,"then":1}',
  '{"0":"a","1":"b"}',
  `{"${'k'.repeat(3_000)}":1}`,
  `{${Array.from({ length: 500 }, (_, at) => `"k${at}":"v"`).join(',')}}`,
  '"\\u0000"',
  '"\\ud800"',
];

export const HOSTILE_VALUES: readonly HostileValue[] = [
  ...ODD.map((json, at) => ({ name: `odd ${at + 1} ${json.slice(0, 24)}`, json })),
  ...HOSTILE_TEXTS.map(({ name, text }) => ({ name, json: JSON.stringify(text) })),
];

/** Where something may be replaced: every field and item of a JSON value, as a path of names. */
export function placesIn(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) => [
    [...at, name],
    ...placesIn(inside, [...at, name]),
  ]);
}

/** The honest value with each place (by its number) replaced by each of its values, one at a time, as JSON. */
export function mutations(
  honest: object,
  valuesFor: (place: number) => readonly HostileValue[],
): HostileValue[] {
  return placesIn(honest).flatMap((place, at) =>
    valuesFor(at).map(({ name, json }) => ({
      name: `${place.join('.')} = ${name}`,
      json: replaced(honest, place, json),
    })),
  );
}

/** The JSON of `value` with what stands at `place` replaced by the text `json`. */
export function replaced(value: unknown, place: readonly string[], json: string): string {
  const [name, ...rest] = place;
  if (name === undefined) return json;
  const inside = (key: string, one: unknown) =>
    key === name ? replaced(one, rest, json) : JSON.stringify(one);
  if (Array.isArray(value)) return `[${value.map((one, at) => inside(String(at), one)).join(',')}]`;
  const fields = Object.entries(value as object).filter(([, one]) => one !== undefined);
  return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${inside(key, one)}`).join(',')}}`;
}
