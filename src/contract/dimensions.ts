// What sessions can be filtered and split by, as data: one line here and one in the engine's table make a dimension.
// Filters are spelled `dimension:op:value`; reading them is reports/filters.ts, their SQL is the engine's.

/**
 * What stands behind a dimension. `text`: one value of the session, or none. `choice`: one of a few fixed values.
 * `number`: a count or a measure. `fact`: something that happened in the session, any number of times; `is_not` then
 * means that it never happened.
 */
export type DimensionKind = 'text' | 'choice' | 'number' | 'fact';
export type DimensionGroup = 'behaviour' | 'numbers' | 'visitor' | 'source' | 'technology';
export type DimensionSpec = {
  label: string;
  kind: DimensionKind;
  /** Where people look for it. */
  group: DimensionGroup;
  /** All values of a choice; of a text, those to propose. */
  values?: readonly string[];
  /** What a number counts, in the plural. */
  unit?: string;
  /** Whether the number may be below zero. */
  signed?: boolean;
  /** Other operators than its kind has. */
  ops?: readonly FilterOp[];
};

export const FILTER_OPS = ['is', 'is_not', 'contains', 'glob', 'min', 'max'] as const;
export type FilterOp = (typeof FILTER_OPS)[number];

/** What each kind can be asked. `min` and `max` include their value. */
export const OPS_OF_KIND = {
  text: ['is', 'is_not', 'contains', 'glob'],
  choice: ['is', 'is_not'],
  number: ['min', 'max'],
  fact: ['is', 'is_not', 'contains', 'glob'],
} as const satisfies Record<DimensionKind, readonly FilterOp[]>;

export const DIMENSIONS = {
  page: { label: 'Page visited', kind: 'fact', group: 'behaviour' },
  entry: { label: 'Entry page', kind: 'text', group: 'behaviour' },
  exit: { label: 'Exit page', kind: 'text', group: 'behaviour' },
  event: { label: 'Custom event', kind: 'fact', group: 'behaviour' },
  category: { label: 'Event category', kind: 'fact', group: 'behaviour' },
  value: { label: 'Event value', kind: 'number', group: 'behaviour', unit: 'value', signed: true },
  element: { label: 'Element clicked', kind: 'fact', group: 'behaviour', ops: ['is', 'is_not'] },

  duration: { label: 'Duration', kind: 'number', group: 'numbers', unit: 'seconds' },
  pageviews: { label: 'Pageviews', kind: 'number', group: 'numbers', unit: 'pageviews' },
  events: { label: 'Events', kind: 'number', group: 'numbers', unit: 'events' },
  clicks: { label: 'Clicks', kind: 'number', group: 'numbers', unit: 'clicks' },
  friction: { label: 'Friction score', kind: 'number', group: 'numbers', unit: 'points' },
  rage: { label: 'Rage clicks', kind: 'number', group: 'numbers', unit: 'rage clicks' },
  dead: { label: 'Dead clicks', kind: 'number', group: 'numbers', unit: 'dead clicks' },
  error_clicks: { label: 'Error clicks', kind: 'number', group: 'numbers', unit: 'error clicks' },
  errors: { label: 'Errors', kind: 'number', group: 'numbers', unit: 'errors' },
  quick_backs: { label: 'Quick-backs', kind: 'number', group: 'numbers', unit: 'quick-backs' },

  visitor_type: { label: 'Visitor type', kind: 'choice', group: 'visitor', values: ['new', 'returning'] },
  user: { label: 'Identified user', kind: 'text', group: 'visitor' },
  visitor: { label: 'Visitor', kind: 'text', group: 'visitor' },
  country: { label: 'Country', kind: 'text', group: 'visitor' },
  language: { label: 'Language', kind: 'text', group: 'visitor' },

  source: { label: 'Source', kind: 'text', group: 'source' },
  medium: { label: 'Medium', kind: 'text', group: 'source' },
  referrer: { label: 'Referrer', kind: 'text', group: 'source' },
  utm_source: { label: 'UTM source', kind: 'text', group: 'source' },
  utm_medium: { label: 'UTM medium', kind: 'text', group: 'source' },
  utm_campaign: { label: 'UTM campaign', kind: 'text', group: 'source' },
  utm_term: { label: 'UTM term', kind: 'text', group: 'source' },
  utm_content: { label: 'UTM content', kind: 'text', group: 'source' },

  device: { label: 'Device', kind: 'text', group: 'technology', values: ['desktop', 'tablet', 'mobile'] },
  browser: { label: 'Browser', kind: 'text', group: 'technology' },
  os: { label: 'Operating system', kind: 'text', group: 'technology' },
  screen: { label: 'Screen', kind: 'text', group: 'technology' },
  app: { label: 'App', kind: 'text', group: 'technology' },
  app_version: { label: 'App version', kind: 'text', group: 'technology' },
  env: { label: 'App environment', kind: 'text', group: 'technology' },
} as const satisfies Record<string, DimensionSpec>;

export type Dimension = keyof typeof DIMENSIONS;
export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as Dimension[];

type OfKind<K extends DimensionKind> = {
  [D in Dimension]: (typeof DIMENSIONS)[D]['kind'] extends K ? D : never;
}[Dimension];
/** Dimensions of which a session has one value or none: what sessions can be split by. */
export type SplitDimension = OfKind<'text'>;
export type NumberDimension = OfKind<'number'>;
export type FactDimension = OfKind<'fact'>;
export const SPLIT_DIMENSIONS = DIMENSION_NAMES.filter(
  (name): name is SplitDimension => DIMENSIONS[name].kind === 'text',
);

/** How a missing value is spelled in filters and breakdowns. */
export const NO_VALUE = '(none)';

/** A property of custom events, by its key, which has no colon. Numbers can be asked for their size. */
export type PropDimension = `prop.${string}`;

/**
 * Filters by the name of something that is saved: a goal (`goal:is:<id>`), or a step of a funnel at which people left
 * (`funnel_left:is:<id>.<step>`, steps from 1). What they stand for is looked up when a question is asked.
 */
export const NAMED_DIMENSIONS = {
  goal: { label: 'Goal reached', kind: 'fact', group: 'behaviour', ops: ['is', 'is_not'] },
  funnel_left: { label: 'Left a funnel', kind: 'fact', group: 'behaviour', ops: ['is', 'is_not'] },
} as const satisfies Record<string, DimensionSpec>;
export type NamedDimension = keyof typeof NAMED_DIMENSIONS;
export const NAMED_DIMENSION_NAMES = Object.keys(NAMED_DIMENSIONS) as NamedDimension[];

export function isNamedDimension(text: string): text is NamedDimension {
  return Object.hasOwn(NAMED_DIMENSIONS, text);
}

/** Everything that can stand before the first colon of a filter. */
export type FilterDimension = Dimension | PropDimension | NamedDimension;
const PROP = 'prop.';

/** The key of `prop.<key>`, or null for anything else. */
export function propKeyOf(dimension: string): string | null {
  return dimension.startsWith(PROP) && dimension.length > PROP.length ? dimension.slice(PROP.length) : null;
}

export function isFilterDimension(text: string): text is FilterDimension {
  return Object.hasOwn(DIMENSIONS, text) || isNamedDimension(text) || propKeyOf(text) !== null;
}

export function dimensionSpec(dimension: FilterDimension): DimensionSpec {
  if (isNamedDimension(dimension)) return NAMED_DIMENSIONS[dimension];
  const key = propKeyOf(dimension);
  if (key === null) return DIMENSIONS[dimension as Dimension];
  return {
    ...{ label: `Property ${key}`, kind: 'fact', group: 'behaviour', unit: 'value', signed: true },
    ops: FILTER_OPS,
  };
}

/** Operators that a dimension can be asked with. */
export function filterOpsOf(dimension: FilterDimension): readonly FilterOp[] {
  const { kind, ops } = dimensionSpec(dimension);
  return ops ?? OPS_OF_KIND[kind];
}
