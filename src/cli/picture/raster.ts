// A picture in memory: opaque RGB pixels, and the few things that a map needs drawn on them. Knows no map.

export type Colour = readonly [red: number, green: number, blue: number];
export type Raster = { width: number; height: number /** RGB, row by row. */; pixels: Uint8Array };
export type Box = { x: number; y: number; w: number; h: number };

export function createRaster(width: number, height: number, ground: Colour): Raster {
  const pixels = new Uint8Array(width * height * 3);
  for (let at = 0; at < pixels.length; at += 3) pixels.set(ground, at);
  return { width, height, pixels };
}

/** `#rrggbb`. */
export function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Lays a colour over one pixel; what lies outside is passed over. */
export function blend(
  { width, height, pixels }: Raster,
  [x, y]: readonly [number, number],
  colour: Colour,
  alpha: number,
): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  const at = (y * width + x) * 3;
  for (let channel = 0; channel < 3; channel += 1) {
    const below = pixels[at + channel] ?? 0;
    pixels[at + channel] = Math.round(below + ((colour[channel] ?? 0) - below) * alpha);
  }
}

export function fillBox(raster: Raster, box: Box, colour: Colour, alpha = 1): void {
  const [left, top, right, bottom] = edgesOf(box);
  for (let y = Math.max(0, top); y < Math.min(raster.height, bottom); y += 1)
    for (let x = Math.max(0, left); x < Math.min(raster.width, right); x += 1)
      blend(raster, [x, y], colour, alpha);
}

/** One pixel wide, inside the box; with `dash` every so many pixels are left out. */
export function strokeBox(raster: Raster, box: Box, colour: Colour, dash = 0): void {
  const [left, top, right, bottom] = edgesOf(box);
  const isOn = (at: number) => dash === 0 || Math.floor(at / dash) % 2 === 0;
  for (let x = left; x < right; x += 1) {
    if (!isOn(x)) continue;
    blend(raster, [x, top], colour, 1);
    blend(raster, [x, bottom - 1], colour, 1);
  }
  for (let y = top + 1; y < bottom - 1; y += 1) {
    if (!isOn(y)) continue;
    blend(raster, [left, y], colour, 1);
    blend(raster, [right - 1, y], colour, 1);
  }
}

function edgesOf({ x, y, w, h }: Box): [number, number, number, number] {
  return [Math.round(x), Math.round(y), Math.round(x + w), Math.round(y + h)];
}
