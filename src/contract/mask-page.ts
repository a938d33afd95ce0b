// What of a visitor's page may be in a snapshot: its shapes. Words become letters of about their length, pictures boxes,
// and of attributes only those stay that lay out and draw. The tracker applies it before anything leaves the page, the
// server again to whatever it gets. Pure.

import type { ElementDescriptor } from './element.ts';

/** Letters that are as wide as high: no font has an `x` for them. */
const WIDE = /[\u2e80-\uffff]/;
/** Words become one letter shorter than the next multiple of this: how long one was cannot be told from it. */
const LENGTH_STEP = 4;

/** Of the same length class, unreadable, spaces kept. Masking what is masked changes nothing. */
export function maskText(text: string): string {
  return text.replace(/\S+/g, (word) => (WIDE.test(word) ? '口' : 'x').repeat(lengthOf(word.length)));
}

function lengthOf(chars: number): number {
  return Math.ceil(chars / LENGTH_STEP) * LENGTH_STEP - 1;
}

/**
 * What styles select by and what gives size and shape. Not: words, addresses, data, what is typed or chosen. Themes that
 * stand in data attributes are known by name.
 */
const KEPT =
  /^(class|id|style|type|role|dir|lang|width|height|(col|row)span|rows|cols|size|span|start|open|hidden|disabled|v?align|border|data-(bs-|color-|mui-)?(theme|mode|scheme)|data-heat-masked|d|points|[cdfr]?[xyr][12]?|(viewbox|preserve|fill|stroke|stop-|clip|mask|pattern|gradient|marker|transform|opacity|offset).*)$/i;
/** Drawings longer than icons are charts and codes, which may say something. */
const MOST_CHARS = 1_500;

/** The attribute as it stands in a masked snapshot; null when it must not. */
export function maskAttribute(name: string, value: string): string | null {
  if (name === 'href') return '#';
  if (name === 'value') return maskText(value);
  if (!KEPT.test(name)) return null;
  return name !== 'class' && name !== 'style' && value.length > MOST_CHARS ? null : value;
}

/** Labels of what is made to be clicked: their hashes come with clicks as well. */
const LABELLED = /^(a|button|summary|label)$/;

/** Without addresses (a list of customers links to each of them) and without hashes of texts that no click would tell. */
export function maskDescriptor(descriptor: ElementDescriptor): ElementDescriptor {
  const { href: _, text, ...rest } = descriptor;
  const isLabel = LABELLED.test(descriptor.tag) || descriptor.role === 'button';
  return isLabel && text !== undefined ? { ...rest, text } : rest;
}
