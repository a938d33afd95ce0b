// Where things stand on the demo shop's pages, as the tracker itself saw them in a real browser at three widths.
// demo/layout.json is written by demo/record-layout.ts; so demo clicks and real clicks meet on the same elements.

import recorded from '../../demo/layout.json' with { type: 'json' };
import type { ElementDescriptor, PageBox } from '../contract/element.ts';
import { DEVICES, type Device } from '../contract/event-types.ts';

export type LayoutElement = { descriptor: ElementDescriptor; box: PageBox };
export type PageLayout = {
  path: string;
  title: string;
  viewW: number;
  viewH: number;
  docW: number;
  docH: number;
  elements: LayoutElement[];
  sections: LayoutElement[];
};
export type SiteLayout = ReadonlyMap<Device, ReadonlyMap<string, PageLayout>>;

export function loadLayout(): SiteLayout {
  const recordings = recorded as unknown as Record<Device, PageLayout[]>;
  return new Map(
    DEVICES.map((device) => [device, new Map(recordings[device].map((page) => [page.path, page]))]),
  );
}
