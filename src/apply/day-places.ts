// Where a UTC day's counts stand: on a page, by device class. One record for each such place, made when first asked for.

import { DEVICE_CODES, type Device } from '../contract/event-types.ts';
import { DAY_MS } from '../contract/slots.ts';
import { createTally } from './tally.ts';

/** `device` is its code, 0 when it is not known. */
export type DayPlace = { projectNo: number; page: number; device: number; day: number };
type Placed = { projectNo: number; page: number; device: Device | null; tsMs: number };

/** Rows come session by session: most are where the one before was, and need no key written for them. */
export function createDayPlaces<T>(make: (place: DayPlace) => T): { at(row: Placed): T } {
  const places = createTally<string, { place: DayPlace; made: T }>();
  let last: { place: DayPlace; made: T } | null = null;
  return {
    at({ projectNo, page, device: name, tsMs }) {
      const device = name === null ? 0 : DEVICE_CODES[name];
      const day = Math.floor(tsMs / DAY_MS);
      const known = last?.place;
      const isSame =
        known?.page === page && known.device === device && known.day === day && known.projectNo === projectNo;
      if (last === null || !isSame)
        last = places.at(`${projectNo}/${page}/${device}/${day}`, () => {
          const place = { projectNo, page, device, day };
          return { place, made: make(place) };
        });
      return last.made;
    },
  };
}
