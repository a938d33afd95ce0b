// Where things stand on the demo shop's pages, as the tracker itself saw them in a real browser at three widths.
// demo/layout.json is written by demo/record-shop.ts; so demo clicks and real clicks meet on the same elements.

import type { ElementDescriptor, PageBox } from '../contract/element.ts';
import { DEVICES, type Device } from '../contract/event-types.ts';
import { readRecorded } from './recorded.ts';
import { EDITIONS, type Edition, isLater } from './story.ts';

export type LayoutElement = { descriptor: ElementDescriptor; box: PageBox };
export type PageLayout = {
  path: string;
  /** The edition of the shop with which the page took this form. */
  since: Edition;
  title: string;
  viewW: number;
  viewH: number;
  docW: number;
  docH: number;
  elements: LayoutElement[];
  sections: LayoutElement[];
};
/** Pages of one edition by device class and path. */
export type SiteLayout = ReadonlyMap<Device, ReadonlyMap<string, PageLayout>>;
export type SiteLayouts = ReadonlyMap<Edition, SiteLayout>;

/** The shop in all its editions. */
export function loadLayouts(): SiteLayouts {
  const recordings = readRecorded('layout') as Record<Device, PageLayout[]>;
  return new Map(EDITIONS.map((edition) => [edition, layoutOf(edition, recordings)]));
}

/** Recordings are in the order of editions, so that the last form that fits is the one in use. */
function layoutOf(edition: Edition, recordings: Record<Device, PageLayout[]>): SiteLayout {
  const inUse = (pages: readonly PageLayout[]) => pages.filter(({ since }) => !isLater(since, edition));
  return new Map(
    DEVICES.map((device) => [device, new Map(inUse(recordings[device]).map((page) => [page.path, page]))]),
  );
}
