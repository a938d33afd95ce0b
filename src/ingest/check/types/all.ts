// Every type of event and how it is read; a new type is one line here.

import { EVENT_TYPE_ALIASES, EVENT_TYPES, type EventType } from '../../../contract/event-types.ts';
import { type PreparedShape, prepareShape, type Shape } from '../shape.ts';
import { click } from './click.ts';
import { custom } from './custom.ts';
import { error } from './error.ts';
import { move } from './move.ts';
import { leave, visibility, vital } from './page-life.ts';
import { pageview } from './pageview.ts';
import { scroll } from './scroll.ts';
import { input, keyboard } from './typing.ts';

const SHAPES: Record<EventType, Shape> = {
  pageview,
  click,
  move,
  scroll,
  input,
  keyboard,
  custom,
  error,
  vital,
  visibility,
  leave,
};

export type TypedShape = { type: EventType; shape: PreparedShape };

/**
 * Spelling on the wire → type and shape, for a form that reads `formNames` of each event by itself, and `more` fields
 * than those of its type.
 */
export function shapesByName(
  formNames: readonly string[],
  more: (type: EventType) => Shape['fields'] = () => ({}),
): ReadonlyMap<string, TypedShape> {
  const table = new Map<string, TypedShape>();
  for (const type of EVENT_TYPES) {
    const shape = { ...SHAPES[type], fields: { ...SHAPES[type].fields, ...more(type) } };
    table.set(type, { type, shape: prepareShape(shape, formNames) });
  }
  for (const [alias, type] of EVENT_TYPE_ALIASES) table.set(alias, table.get(type)!);
  return table;
}
