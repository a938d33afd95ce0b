// What a click's place on the page and its offset inside its element's box say of each other: one of them is foretold from
// the other, along each axis, so that only what the other does not tell is kept. Knows templates of packed-fields.ts.

import { OFFSET_MAX } from '../../contract/element.ts';

/** Slots of a template by their number: place on the page, edge and size of the box, offset inside it. */
export type Axis = { place: number; edge: number; size: number; offset: number };
/** The numbers of one slot, a click each. */
export type Slot = ArrayLike<number>;

/** Both axes of a template that has all of it; `slot` is the sign of a number's slot, `isSlot` tells of any. */
export function axesOf(template: string, slot: string, isSlot: RegExp): Axis[] {
  const after = (text: string): number | null => {
    const at = template.indexOf(text);
    return at < 0 ? null : template.slice(0, at).split(isSlot).length - 1;
  };
  const [x, y] = [after(`"x":${slot}`), after(`"y":${slot}`)];
  const offset = after(`"r":[${slot},${slot}]`);
  const box = after(`"box":[${slot},${slot},${slot},${slot}]`);
  if (x === null || y === null || offset === null || box === null) return [];
  return [
    { place: x, edge: box, size: box + 2, offset },
    { place: y, edge: box + 1, size: box + 3, offset: offset + 1 },
  ];
}

/** What the other slots of its axis let expect of a slot, for each click; null for a slot that nothing tells of. */
export function foretell(axes: readonly Axis[], slot: number, slots: readonly Slot[]): Float64Array | null {
  const axis = axes.find(({ place, offset }) => slot === place || slot === offset);
  if (!axis) return null;
  const isPlace = slot === axis.place;
  const [edges, sizes] = [slots[axis.edge] as Slot, slots[axis.size] as Slot];
  const others = slots[isPlace ? axis.offset : axis.place] as Slot;
  return Float64Array.from(edges, (edge, at) => {
    const size = (sizes[at] as number) || 1;
    const other = others[at] as number;
    if (isPlace) return edge + Math.round((size * other) / OFFSET_MAX);
    return Math.round(Math.max(0, Math.min(1, (other - edge) / size)) * OFFSET_MAX);
  });
}
