// A session as a player needs it: stretches on one page in one window, with what moved in them. Types only; times are ms
// since the session's start, places px of the page.

import type { ReplayClick, ReplayElement, ReplayMark, ReplayPage } from '../../src/contract/replay.ts';

/** Samples in time order. Between two of them the value stays, and glides to the next in the last `glideMs` before it. */
export type Track = {
  readonly atMs: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly glideMs: Float64Array;
};

export type SceneClick = Omit<ReplayClick, 'type' | 'page' | 'view' | 'element'> & {
  element: ReplayElement | null;
};
/** Where an element stood: for finding out how the page has moved since. */
export type SeenElement = { element: ReplayElement; top: number; height: number };

/** One page in one window, from its view (or its first sign of life) until the next. */
export type Scene = {
  fromMs: number;
  toMs: number;
  /** Null outside of any page. */
  page: ReplayPage | null;
  /** CSS px of the window. */
  view: readonly [w: number, h: number];
  /** The same page as before, in a window of another size. */
  isResized: boolean;
  /** Height of the document as it was last seen there, px. */
  docH: number | null;
  /** Places in the window, not on the page: it stays where it is while the page is scrolled under it. */
  pointer: Track;
  /** `y` of the window's upper edge; `x` is not used. */
  scroll: Track;
  /** Before the first sample of `scroll`. */
  startY: number;
  clicks: SceneClick[];
  seen: SeenElement[];
};

export const MARK_KINDS = ['page', 'click', 'rage', 'dead', 'error', 'custom', 'input', 'hidden'] as const;
export type MarkKind = (typeof MARK_KINDS)[number];
/** Something to jump to. `text` is what a person reads of it. */
export type Mark = { atMs: number; kind: MarkKind; text: string };
/** Nothing happened from here to there. */
export type Idle = { fromMs: number; toMs: number };

export type Timeline = {
  durationMs: number;
  /** In order, without holes; at least one. */
  scenes: Scene[];
  marks: Mark[];
  idle: Idle[];
  /** False where only touches are known. */
  hasPointer: boolean;
};

/** What of a ReplayMark stands on the bar: leaving and coming back are seen as pages and pauses. */
export const MARK_OF: Readonly<Partial<Record<ReplayMark, MarkKind>>> = {
  custom: 'custom',
  error: 'error',
  input: 'input',
  hidden: 'hidden',
};
