// Many short JSON texts as columns: a text is its template, which few of them have, and the numbers and strings that
// stand in its slots. Gives back every text to the letter.

import { type Axis, axesOf, foretell, type Slot } from './packed-axes.ts';
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
    const signs = slotsOf(template);
    const texts = signs.map((_, slot) => places.map((at) => cuts[at]?.values[slot] as string));
    const numbers = texts.map((values, slot) => (signs[slot] === TOKEN ? [] : values.map(Number)));
    const own = places.map((at) => groups[at] as number);
    const axes = axesOf(template, NUMBER, SLOTS);
    const foretold = foretoldSlots(axes, numbers, own);
    for (const [slot, sign] of signs.entries()) {
      if (sign === TOKEN) out.texts(texts[slot] as string[]);
      else
        packNumbers(
          out,
          numbers[slot] as number[],
          foretold.get(slot) ?? stepsOf(numbers[slot] as number[], own),
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
    if (!places.some(isWanted)) {
      skipTemplate(read, template);
      continue;
    }
    const own = places.map((at) => groupOf[at] as number);
    const rest = new Set<number>();
    const columns = slotsOf(template).map((sign, slot): ArrayLike<number | string> => {
      if (sign === TOKEN) return read.texts();
      const [way = PLAIN] = read.numbers(1);
      if (way === FORETOLD) rest.add(slot);
      return unpackNumbers(read, { way, groups: own });
    });
    const axes = rest.size > 0 ? axesOf(template, NUMBER, SLOTS) : [];
    for (const slot of rest) {
      const expected = foretell(axes, slot, columns as Slot[]) as Float64Array;
      columns[slot] = expected.map((value, at) => value + (columns[slot]?.[at] as number));
    }
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

/** Kinds of events differ in their templates, so that much need not be made out when only some are wanted. */
function skipTemplate(read: ColumnReader, template: string): void {
  for (const sign of slotsOf(template)) {
    if (sign === TOKEN) {
      read.skipTexts();
      continue;
    }
    const [way = PLAIN] = read.numbers(1);
    read.skipNumbers();
    if (way === STEPS) read.skipNumbers();
  }
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

/**
 * How the numbers of a slot are told: as they are; as steps (in older blocks with the first of each group among them); or
 * as what they are more than the rest of their axis foretells.
 */
const PLAIN = 0;
const STEPS_MIXED = 1;
const FORETOLD = 2;
const STEPS = 3;
type Told = { way: number; columns: readonly (readonly number[])[] };

/** Whichever are the smaller numbers. */
function packNumbers(out: ColumnWriter, values: readonly number[], told: Told): void {
  const plain: Told = { way: PLAIN, columns: [values.map(zigzag)] };
  const { way, columns } = bitsOf(told) < bitsOf(plain) ? told : plain;
  out.numbers([way]);
  for (const column of columns) out.numbers(column);
}

/** The first of each group stand apart: what is the same within a group is then nothing but zeros. */
function stepsOf(values: readonly number[], groups: readonly number[]): Told {
  const before = new Map<number, number>();
  const firsts: number[] = [];
  const steps: number[] = [];
  for (const [at, value] of values.entries()) {
    const last = before.get(groups[at] as number);
    if (last === undefined) firsts.push(zigzag(value));
    else steps.push(zigzag(value - last));
    before.set(groups[at] as number, value);
  }
  return { way: STEPS, columns: [firsts, steps] };
}

/**
 * Of each axis the slot that the others foretell best, where that spares anything. Properties of custom events may look
 * like a click with numbers so large that what they foretell is not exact: these are told otherwise.
 */
function foretoldSlots(
  axes: readonly Axis[],
  slots: readonly (readonly number[])[],
  groups: readonly number[],
): Map<number, Told> {
  const found = new Map<number, Told>();
  for (const { place, offset } of axes) {
    const [best] = [place, offset]
      .map((slot) => {
        const values = slots[slot] as readonly number[];
        const expected = foretell(axes, slot, slots) as Float64Array;
        const numbers = values.map((value, at) => zigzag(value - (expected[at] as number)));
        const told: Told = { way: FORETOLD, columns: [numbers] };
        const without = Math.min(
          bitsOf({ way: PLAIN, columns: [values.map(zigzag)] }),
          bitsOf(stepsOf(values, groups)),
        );
        const isExact = numbers.every(Number.isSafeInteger);
        return { slot, told, spared: isExact ? without - bitsOf(told) : 0 };
      })
      .toSorted((a, b) => b.spared - a.spared);
    if (best && best.spared > 0) found.set(best.slot, best.told);
  }
  return found;
}

function bitsOf({ columns }: Told): number {
  return columns.flat().reduce((sum, number) => sum + Math.log2(number + 1), 0);
}

/** What is foretold comes as what it is more than that. */
function unpackNumbers(
  read: ColumnReader,
  { way, groups }: { way: number; groups: readonly number[] },
): Float64Array {
  const count = groups.length;
  if (way === PLAIN || way === FORETOLD) return read.numbers(count).map(unzigzag);
  const firsts = way === STEPS ? read.numbers(new Set(groups).size) : [];
  const steps = read.numbers(count - firsts.length);
  const values = new Float64Array(count);
  const before = new Map<number, number>();
  let [firstAt, stepAt] = [0, 0];
  for (let at = 0; at < count; at += 1) {
    const group = groups[at] as number;
    const last = before.get(group) ?? (way === STEPS_MIXED ? 0 : undefined);
    const value =
      last === undefined ? unzigzag(firsts[firstAt++] as number) : last + unzigzag(steps[stepAt++] as number);
    before.set(group, value);
    values[at] = value;
  }
  return values;
}
