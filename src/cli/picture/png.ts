// A raster as a PNG file: 8-bit RGB, one zlib stream. W3C "Portable Network Graphics", second edition.

import { crc32, deflateSync } from 'node:zlib';
import type { Raster } from './raster.ts';

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
/** Each byte as its difference from the pixel at its left: runs of one colour become zeros. */
const FILTER_SUB = 1;

export function encodePng({ width, height, pixels }: Raster): Uint8Array {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Bits of a sample, RGB, and the only compression, filter and interlace method that we use.
  head.set([8, 2, 0, 0, 0], 8);
  const stride = width * 3;
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const to = y * (stride + 1);
    rows[to] = FILTER_SUB;
    for (let at = 0; at < stride; at += 1) {
      const left = at < 3 ? 0 : (pixels[y * stride + at - 3] ?? 0);
      rows[to + 1 + at] = ((pixels[y * stride + at] ?? 0) - left) & 255;
    }
  }
  const parts = [
    Buffer.from(SIGNATURE),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat(parts);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  frame.set(body, 4);
  frame.writeUInt32BE(crc32(body) >>> 0, body.length + 4);
  return frame;
}
