// A page as its owner's browser saw it: the DOM as a flat list, styles and inlined files. The tracker makes it, the
// server checks it again, the dashboard builds it. Holds no script, no typed value and no address that would be fetched.

import type { ElementDescriptor } from './element.ts';

/**
 * A text or an element; `parent` is the index of an earlier element, -1 for the root (`html`), which comes first.
 * The tag `#shadow` stands for the shadow root of its parent.
 */
export type SnapshotNode =
  | [parent: number, text: string]
  | [parent: number, tag: string, attributes: { [name: string]: string }, more?: SnapshotMore];
export type SnapshotMore = {
  /** Index into `descriptors`: how the tracker would describe a click on this element. */
  d?: number;
  /** Index into `styles`, on `style` elements; they have no text. */
  c?: number;
  /** Scroll position of the element, px. */
  s?: [left: number, top: number];
  /** On pictures whose copy is smaller than they are: its pixels for each of theirs, above 0 and below 1. */
  x?: number;
};

export type SnapshotContent = {
  v: 1;
  /** Address of the page as the tracker reports it: without secrets and fragment. */
  url: string;
  title: string;
  /** Size of the window and of the whole page in it, CSS px. */
  viewport: [w: number, h: number];
  doc: [w: number, h: number];
  /** The page had more nodes than a snapshot may have; the rest is missing. */
  isCut?: boolean;
  /** The page has no doctype, so that browsers lay it out as they did before there were standards. */
  isQuirks?: boolean;
  nodes: SnapshotNode[];
  /** Style sheets. Their url()s are `heat:<index of an asset>` or fragments. */
  styles: string[];
  /** Images and fonts as base64 data URLs; empty when one could not be had. Attributes refer to them as `heat:<index>`. */
  assets: string[];
  descriptors: ElementDescriptor[];
};

/** How styles and attributes refer to an asset. */
export const ASSET_REFERENCE = /^heat:(\d{1,5})$/;
