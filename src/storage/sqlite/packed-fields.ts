// Many short JSON texts as columns: a text is its template, which few of them have, and the numbers and strings that
// stand in its slots. Gives back every text to the letter.

import { type ColumnReader, type ColumnWriter, dictionaryOf, unzigzag, zigzag } from './packed-columns.ts';

/** Stand for a slot in a template; JSON writes control characters as escapes, so that no text holds one. */
const NUMBER = '\u0001';
const TOKEN = '\u0002';
const SLOTS = new RegExp(`[${NUMBER}${TOKEN}]`);
const VALUES = /"(?:[^"\\]|\\.)*"(:?)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** Numbers that are kept as numbers; others are kept as they are written. */
const WHOLE = /^(?:0|-?[1-9]\d{0,14})$/;

type Cut = { template: string; values: string[] };

/**
 * `groupOf` tells which texts are about one thing, such as clicks on one element: numbers of a slot are told as steps
 * from the one before in the group where that is shorter.
 */
export function packFields(out: ColumnWriter, texts: readonly string[], groupOf: readonly number[]): void {
  const cuts = texts.map(cut);
  const templates = dictionaryOf(cuts.map(({ template }) => template));
  const groups = groupOf.slice();
  out.texts(templates.entries);
  out.numbers(cuts.map(({ template }) => templates.indexOf(template)));
  for (const template of templates.entries) {
    const places = cuts.flatMap((one, at) => (one.template === template ? [at] : []));
    for (const [slot, sign] of slotsOf(template).entries()) {
      const values = places.map((at) => cuts[at]?.values[slot] as string);
      if (sign === TOKEN) out.texts(values);
      else
        packNumbers(
          out,
          values.map(Number),
          places.map((at) => groups[at] as number),
        );
    }
  }
}

/** The texts in their order; `isWanted` leaves out those that need not be put together, as ''. */
export function unpackFields(
  read: ColumnReader,
  groupOf: ArrayLike<number>,
  isWanted: (at: number) => boolean,
): string[] {
  const templates = read.texts();
  const templateOf = read.numbers(groupOf.length);
  const texts = new Array<string>(groupOf.length).fill('');
  for (const [number, template] of templates.entries()) {
    const places: number[] = [];
    for (let at = 0; at < templateOf.length; at += 1) if (templateOf[at] === number) places.push(at);
    const columns = slotsOf(template).map((sign): ArrayLike<number | string> => {
      if (sign === TOKEN) return read.texts();
      return unpackNumbers(read, places, groupOf);
    });
    const pieces = template.split(SLOTS);
    for (const [index, at] of places.entries()) {
      if (!isWanted(at)) continue;
      let text = pieces[0] as string;
      for (const [slot, column] of columns.entries()) text += `${column[index]}${pieces[slot + 1]}`;
      texts[at] = text;
    }
  }
  return texts;
}

function cut(text: string): Cut {
  const values: string[] = [];
  const template = text.replace(VALUES, (value, colon: string | undefined) => {
    if (colon === ':') return value;
    values.push(value);
    return WHOLE.test(value) ? NUMBER : TOKEN;
  });
  return { template, values };
}

function slotsOf(template: string): string[] {
  return [...template].filter((sign) => sign === NUMBER || sign === TOKEN);
}

/** Either as they are or as steps, whichever are the smaller numbers. */
function packNumbers(out: ColumnWriter, values: readonly number[], groups: readonly number[]): void {
  const before = new Map<number, number>();
  const steps = values.map((value, at) => {
    const group = groups[at] as number;
    const step = value - (before.get(group) ?? 0);
    before.set(group, value);
    return zigzag(step);
  });
  const plain = values.map(zigzag);
  const bits = (numbers: readonly number[]) =>
    numbers.reduce((sum, number) => sum + Math.log2(number + 1), 0);
  const areSteps = bits(steps) < bits(plain);
  out.numbers([areSteps ? 1 : 0]);
  out.numbers(areSteps ? steps : plain);
}

function unpackNumbers(
  read: ColumnReader,
  places: readonly number[],
  groupOf: ArrayLike<number>,
): Float64Array {
  const areSteps = read.numbers(1)[0] === 1;
  const values = read.numbers(places.length);
  const before = new Map<number, number>();
  for (const [index, at] of places.entries()) {
    const group = groupOf[at] as number;
    const value = unzigzag(values[index] as number) + (areSteps ? (before.get(group) ?? 0) : 0);
    if (areSteps) before.set(group, value);
    values[index] = value;
  }
  return values;
}
