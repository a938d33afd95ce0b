// A page as windows of one class of widths see it. Told by the width of the window alone: a narrow window of a desktop
// shows what a phone shows. Which machine somebody sat at is a device, not this.

import type { Device } from './event-types.ts';

/** Widest first: of two that say as much the wider one is taken. */
export const LAYOUTS = ['wide', 'medium', 'narrow'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Least width of a window, px: the breakpoints that most pages have. */
export const LAYOUT_FROM_PX: Readonly<Record<Layout, number>> = { wide: 1024, medium: 600, narrow: 0 };

/** The device that sees a layout most. */
export const DEVICE_OF_LAYOUT: Readonly<Record<Layout, Device>> = {
  wide: 'desktop',
  medium: 'tablet',
  narrow: 'mobile',
};
export const LAYOUT_OF_DEVICE: Readonly<Record<Device, Layout>> = {
  desktop: 'wide',
  tablet: 'medium',
  mobile: 'narrow',
};

/** The layout that a map is of, and the device class that most of those who saw it sat at; null when not known. */
export type MapLayout = { name: Layout; device: Device | null };

/** Of a window `widthPx` wide. */
export function layoutOf(widthPx: number): Layout {
  if (widthPx >= LAYOUT_FROM_PX.wide) return 'wide';
  return widthPx >= LAYOUT_FROM_PX.medium ? 'medium' : 'narrow';
}

/** The narrower of two. */
export function narrowerOf(one: Layout, two: Layout): Layout {
  return LAYOUT_FROM_PX[one] < LAYOUT_FROM_PX[two] ? one : two;
}
