// How the fields of an imported event are read: as those of its type, and what the server itself has added to stored ones.

import { LIMITS } from '../../contract/limits.ts';
import { props } from './props.ts';
import { referrer } from './referrer.ts';
import type { Shape } from './shape.ts';
import { shapesByName, type TypedShape } from './types/all.ts';
import { label, type Reader } from './values.ts';

const properties: Reader = (value, name, finding) => {
  const found = props(value, name, finding);
  if (found !== undefined) finding.fields.props = found;
  return undefined;
};

/** What follows from other fields: the address from the page, the count of samples from their path. */
const DERIVED = ['type', 'url', 'n'];

const ADDED = { extra: props, meta: props };
const OF_SERVERS: Shape['fields'] = { ...ADDED, properties, referrer, userId: label(LIMITS.userIdChars) };

/** Spelling of the type → how its fields are read. */
export const IMPORT_SHAPES: ReadonlyMap<string, TypedShape> = shapesByName(DERIVED, (type) =>
  type === 'custom' ? OF_SERVERS : ADDED,
);
