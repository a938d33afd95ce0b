// How a clicked element is described, so that it can be found again in another layout or after a redeploy.
// Holds no text of the page: visible words travel as 32-bit hashes only.

export type ElementDescriptor = {
  /** Lower-case tag name; SVG parts are described by their nearest HTML ancestor. */
  tag: string;
  /** The id attribute, unless it looks generated (digits only, hashed, state-like). */
  id?: string;
  /** `data-heat`, `data-testid`, `data-test` or `data-cy`, first found. */
  ref?: string;
  name?: string;
  role?: string;
  /** The type attribute of inputs and buttons. */
  type?: string;
  /** Path of a link's address, without query and fragment. */
  href?: string;
  /**
   * FNV-1a of what the element says itself, normalised (lower case, single spaces, at most 120 characters), unsigned 32
   * bits: a control's whole text, anything else's own words without those of its parts; without words its alternative
   * text or label.
   */
  text?: number;
  /**
   * The same of a heading's text: of what says nothing itself the first heading or else the first control or paragraph
   * inside, otherwise the nearest heading before.
   */
  heading?: number;
  /** The nearest landmark: header, nav, main, aside, footer, form, section, dialog. */
  landmark?: string;
  /** Structural path, nearest last, at most 8 steps: `main>section:2>ul>li:3>a`. Positions count same-tag siblings from 1. */
  path?: string;
  /** Stable class names, at most 3. */
  classes?: string[];
  /** What other trackers send in place of all the above. */
  selector?: string;
};

/**
 * What a tracker may send in its place: the id and the class attribute as they are, without a landmark. The server makes
 * a descriptor of it. The tag is the last of the path's unless it is there.
 */
export type RawDescriptor = Omit<ElementDescriptor, 'classes' | 'tag'> & {
  tag?: string;
  classes?: string | string[];
};

/** Blocks of a page that mean something by themselves. */
export const LANDMARKS = ['header', 'nav', 'main', 'aside', 'footer', 'form', 'section', 'dialog'] as const;

/** Most steps of a structural path; what lies above is cut. */
export const PATH_STEPS = 8;

/** Left, top, width and height in px of the page (not of the viewport). */
export type PageBox = [x: number, y: number, w: number, h: number];

/** Relative offsets run from 0 (left or top edge) to this (right or bottom edge). */
export const OFFSET_MAX = 255;
/** Edge of the grid that an element's box is divided into for its bins; bin = row * OFFSET_BINS + column. */
export const OFFSET_BINS = 32;

/** Columns that a page's width is divided into in the stored page grid. */
export const GRID_COLUMNS = 256;
/** Height of a stored page grid cell, in px. Cell = row * GRID_COLUMNS + column. */
export const GRID_ROW_PX = 8;

/** The middle of a cell of the page grid: a share of the page's width 0…1, and px from its top. */
export function middleOfCell(cell: number): [x: number, y: number] {
  const column = cell % GRID_COLUMNS;
  return [(column + 0.5) / GRID_COLUMNS, (Math.floor(cell / GRID_COLUMNS) + 0.5) * GRID_ROW_PX];
}
