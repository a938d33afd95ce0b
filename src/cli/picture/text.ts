// Text in a picture, of dots of a chosen size.

import { GLYPH_H, GLYPH_W, rowsOf } from './glyphs.ts';
import { type Colour, fillBox, type Raster } from './raster.ts';

export type TextStyle = { colour: Colour /** Pixels of one dot of a letter. */; dot: number };

/** Pixels that a text is wide. */
export function textWidth(text: string, dot: number): number {
  const letters = [...text].length;
  return letters === 0 ? 0 : (letters * (GLYPH_W + 1) - 1) * dot;
}

export const textHeight = (dot: number): number => GLYPH_H * dot;

/** Draws a text with its upper left corner at a place; cut with an ellipsis to at most `maxWidth`. */
export function drawText(
  raster: Raster,
  text: string,
  [left, top]: readonly [number, number],
  { colour, dot, maxWidth }: TextStyle & { maxWidth: number },
): void {
  const room = Math.max(0, Math.floor((maxWidth / dot + 1) / (GLYPH_W + 1)));
  const letters = [...text];
  const shown =
    letters.length <= room ? letters : [...letters.slice(0, Math.max(0, room - 1)), '…'].slice(0, room);
  for (const [at, letter] of shown.entries()) {
    for (const [row, bits] of rowsOf(letter).entries()) {
      for (let column = 0; column < GLYPH_W; column += 1) {
        if ((bits >> (GLYPH_W - 1 - column)) % 2 === 0) continue;
        const x = left + (at * (GLYPH_W + 1) + column) * dot;
        fillBox(raster, { x, y: top + row * dot, w: dot, h: dot }, colour);
      }
    }
  }
}

/** The text in lines that fit, broken between words; a longer word is cut when it is drawn. */
export function wrapText(text: string, dot: number, maxWidth: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && textWidth(longer, dot) <= maxWidth) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
