// Valid JSON bodies bent in a few places: values exchanged for hostile ones or for others of the same body, doubled,
// wrapped, cut off. Bending works on the text, so that bodies come out that no JSON.stringify would write, and fast
// enough for a hundred thousand of them.

import fc from 'fast-check';
import { HOSTILE_VALUES } from './hostile-values.ts';

type Laid = { text: string; spans: readonly (readonly [start: number, end: number])[] };
type Bend = { at: number; how: number; what: number };

const HOWS = ['exchange', 'exchange', 'exchange', 'borrow', 'double', 'wrap', 'cut', 'scratch'] as const;
const SCRATCHES = ['"', '}', '[', ',', '\\', '\u0000', '\ud800', 'é', '-', 'e9', ':', '\u2028'];

/** Texts made from the bases by one to three bends each. */
export function bentJson(bases: readonly unknown[]): fc.Arbitrary<string> {
  const laid = bases.map(layOut);
  const bend = fc.record({
    at: fc.nat(1_000_000),
    how: fc.nat(HOWS.length - 1),
    what: fc.nat(HOSTILE_VALUES.length - 1),
  });
  return fc
    .tuple(fc.nat(laid.length - 1), fc.array(bend, { minLength: 1, maxLength: 3 }))
    .map(([which, bends]) => bendAll(laid[which] as Laid, bends));
}

/** From the end of the text to its beginning; what overlaps a bend that was made is left as it is. */
function bendAll({ text, spans }: Laid, bends: readonly Bend[]): string {
  const placed = bends
    .map((bend) => ({ ...bend, span: spans[bend.at % spans.length] as readonly [number, number] }))
    .sort((a, b) => b.span[0] - a.span[0]);
  let bent = text;
  let touchedFrom = text.length;
  for (const { how, what, at, span } of placed) {
    const [start, end] = span;
    if (end > touchedFrom) continue;
    const other = spans[(at + what) % spans.length] as readonly [number, number];
    const inside = text.slice(start, end);
    bent = bent.slice(0, start) + bentValue(inside, { how, what, text, other }) + bent.slice(end);
    if (HOWS[how] === 'cut') bent = bent.slice(0, start);
    touchedFrom = start;
  }
  return bent;
}

function bentValue(
  inside: string,
  { how, what, text, other }: { how: number; what: number; text: string; other: readonly [number, number] },
): string {
  const hostile = HOSTILE_VALUES[what]?.json ?? 'null';
  switch (HOWS[how]) {
    case 'exchange':
      return hostile;
    case 'borrow':
      return text.slice(...other);
    case 'double':
      return `${inside},${inside}`;
    case 'wrap':
      return what % 2 === 0 ? `[${inside},${hostile}]` : `{"a":${inside},"__proto__":${hostile}}`;
    case 'scratch': {
      const place = Math.floor((inside.length * (what % 7)) / 7);
      return inside.slice(0, place) + SCRATCHES[what % SCRATCHES.length] + inside.slice(place);
    }
    default:
      return inside;
  }
}

/** The JSON of a value, and where each of the values in it stands. */
function layOut(value: unknown): Laid {
  const spans: [number, number][] = [];
  let text = '';
  const put = (inside: unknown): void => {
    const start = text.length;
    if (Array.isArray(inside)) putAll('[', ']', inside, put);
    else if (typeof inside === 'object' && inside !== null) {
      putAll('{', '}', Object.entries(inside), ([name, one]) => {
        text += `${JSON.stringify(name)}:`;
        put(one);
      });
    } else text += JSON.stringify(inside) ?? 'null';
    spans.push([start, text.length]);
  };
  const putAll = <T>(open: string, close: string, items: readonly T[], putOne: (item: T) => void): void => {
    text += open;
    for (const [at, item] of items.entries()) {
      if (at > 0) text += ',';
      putOne(item);
    }
    text += close;
  };
  put(value);
  return { text, spans };
}
