// What a session is played back from without a recording of its pages: where the pointer went, what was clicked, how the
// window was scrolled and which pages were seen. Times are ms since the session's start, places px of the page.

import type { SessionRowView } from './api.ts';
import type { ElementDescriptor, PageBox } from './element.ts';
import type { ClickKind } from './event-types.ts';

/** A page of the session; events refer to it by its place in the list. */
export type ReplayPage = { page: string; host: string; path: string; title: string };
/** An element that was clicked or a section that was seen; referred to by its place in the list. */
export type ReplayElement = { element: string; label: string; descriptor: ElementDescriptor };

export const REPLAY_MARKS = ['custom', 'error', 'input', 'hidden', 'shown', 'leave'] as const;
export type ReplayMark = (typeof REPLAY_MARKS)[number];

type ReplayBase = {
  atMs: number;
  /** Index into `pages`, -1 outside of any. */
  page: number;
  /** Width and height of the window, CSS px. */
  view: [w: number, h: number] | null;
};
export type ReplayView = ReplayBase & { type: 'page' };
/** `path` is Base64 VLQ: for each sample dt ms, dx px, dy px; the first counts from `atMs` and the page's corner. */
export type ReplayMove = ReplayBase & { type: 'move'; path: string };
/** `path` likewise, dt ms and dy px: up to `atMs`, so that its first dt is negative; null where it was not recorded. */
export type ReplayScroll = ReplayBase & {
  type: 'scroll';
  y: number;
  /** Height of the document, px. */
  docH: number | null;
  path: string | null;
  /** Sections as they stood: index into `elements`, top and height. */
  sections: [element: number, top: number, height: number][];
};
export type ReplayClick = ReplayBase & {
  type: 'click';
  eventId: string;
  x: number;
  y: number;
  /** Index into `elements`, -1 when it is not known. */
  element: number;
  /** Offset inside the element, each 0…OFFSET_MAX. */
  offset: [rx: number, ry: number] | null;
  /** The element's box at that moment. */
  box: PageBox | null;
  /** Width and height of the document. */
  doc: [w: number, h: number] | null;
  kinds: ClickKind[];
};
/** Anything else that a viewer may want to jump to. */
export type ReplayNote = ReplayBase & {
  type: 'mark';
  eventId: string;
  mark: ReplayMark;
  /** Name of the event, message of the error, name of the element. */
  text: string;
};
export type ReplayEvent = ReplayView | ReplayMove | ReplayScroll | ReplayClick | ReplayNote;

/** One piece of a replay; the pieces that follow are asked for by `nextCursor`. Lists are of this piece alone. */
export type ReplayAnswer = {
  session: SessionRowView;
  pages: ReplayPage[];
  elements: ReplayElement[];
  /** In time order. */
  events: ReplayEvent[];
  nextCursor: string | null;
};
