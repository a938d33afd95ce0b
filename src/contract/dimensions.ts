// What sessions can be filtered and split by. A new dimension is one line here and one in the engine's column table.

export const DIMENSIONS = {
  source: 'Source',
  medium: 'Medium',
  referrer: 'Referrer',
  utm_source: 'UTM source',
  utm_medium: 'UTM medium',
  utm_campaign: 'UTM campaign',
  utm_term: 'UTM term',
  utm_content: 'UTM content',
  entry: 'Entry page',
  exit: 'Exit page',
  country: 'Country',
  language: 'Language',
  device: 'Device',
  browser: 'Browser',
  os: 'Operating system',
  screen: 'Screen',
  app_version: 'App version',
  visitor: 'Visitor',
  user: 'Identified user',
} as const;

export type Dimension = keyof typeof DIMENSIONS;
export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as Dimension[];

export const FILTER_OPS = ['is', 'is_not', 'contains', 'glob'] as const;
