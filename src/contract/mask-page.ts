// What of a visitor's page may be in a snapshot: its shapes. Words become letters of about their length, pictures boxes,
// and of attributes only those stay that lay out and draw. The tracker applies it before anything leaves the page, the
// server again to whatever it gets. Pure.

/** Letters that are as wide as high: no font has an `x` for them. */
const WIDE = /[\u2e80-\uffff]/;
/** Words up to a length, and the length that they are given: how long one was cannot be told from it. */
const LENGTHS: readonly (readonly [upTo: number, length: number])[] = [
  [1, 1],
  [3, 3],
  [6, 5],
  [9, 8],
  [12, 12],
];
const LENGTH_STEP = 4;

/** Of the same length class, unreadable, spaces kept. Masking what is masked changes nothing. */
export function maskText(text: string): string {
  return text.replace(/\S+/g, (word) => (WIDE.test(word) ? '口' : 'x').repeat(lengthOf(word.length)));
}

function lengthOf(chars: number): number {
  const known = LENGTHS.find(([upTo]) => chars <= upTo);
  return known ? known[1] : Math.round(chars / LENGTH_STEP) * LENGTH_STEP;
}

/**
 * What styles select by and what gives size and shape. Not: words, addresses, data, what is typed or chosen. Themes that
 * stand in data attributes are known by name.
 */
const KEPT =
  /^(class|id|style|type|role|dir|lang|width|height|colspan|rowspan|rows|cols|size|span|start|reversed|open|hidden|disabled|multiple|align|valign|cellpadding|cellspacing|border|data-(bs-|color-|mui-)?(theme|mode|scheme|color-scheme)|data-heat-masked|viewbox|preserveaspectratio|d|points|x|y|x1|y1|x2|y2|cx|cy|r|rx|ry|dx|dy|fx|fy|fill|fill-rule|clip-rule|stroke|stroke-.*|opacity|fill-opacity|transform|offset|stop-color|stop-opacity|gradient.*|clip-?path.*|mask.*|pattern.*|marker.*)$/i;
/** Drawings longer than icons are charts and codes, which may say something. */
const MOST_CHARS = 1_500;

/** The attribute as it stands in a masked snapshot; null when it must not. */
export function maskAttribute(name: string, value: string): string | null {
  if (name === 'href') return '#';
  if (name === 'value') return maskText(value);
  if (!KEPT.test(name)) return null;
  return name !== 'class' && name !== 'style' && value.length > MOST_CHARS ? null : value;
}
