// The names that a row of `events` bears: its page, what was clicked or typed into, and the sections that it tells of.

import { EVENT_TYPE_CODES } from '../../contract/event-types.ts';

/** Of `events`, as a Bearing names them. */
export const BEARING_COLUMNS = `page, element,
  iif(type = ${EVENT_TYPE_CODES.scroll}, fields -> '$.sections', null) as sections`;
/** `sections` is JSON, of scroll events that tell of any. */
export type Bearing = { page: number | null; element: number | null; sections: string | null };

/** The element of an event, and the sections that were seen. */
export function elementsBorne({ element, sections }: Omit<Bearing, 'page'>): number[] {
  const found = element === null ? [] : [element];
  if (sections !== null) for (const [section] of JSON.parse(sections) as [number][]) found.push(section);
  return found;
}
