import { describe, expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { gunzip, isGzip } from './gunzip.ts';

const text = new TextEncoder().encode('{"a":1}');

describe('gunzip()', () => {
  test('inflates', () => {
    expect(gunzip(gzipSync(text), 100)).toEqual({ bytes: Buffer.from(text) });
  });

  test('stops a bomb at the cap, quickly and without the memory', () => {
    const bomb = gzipSync(new Uint8Array(64 * 1_048_576));
    const before = process.memoryUsage.rss();
    expect(gunzip(bomb, 1_048_576)).toEqual({ fault: 'too_large' });
    expect(process.memoryUsage.rss() - before).toBeLessThan(32 * 1_048_576);
  });

  test.each([
    ['cut short', gzipSync(text).subarray(0, 15)],
    [
      'with a wrong checksum',
      Buffer.from(gzipSync(text).map((byte, at, all) => (at === all.length - 6 ? byte ^ 1 : byte))),
    ],
    ['that only starts like it', new Uint8Array([0x1f, 0x8b, 1, 2, 3])],
  ])('says damaged for gzip %s', (_what, bytes) => {
    expect(gunzip(bytes, 100)).toEqual({ fault: 'damaged' });
  });
});

test('isGzip() knows the magic bytes', () => {
  expect([isGzip(gzipSync(text)), isGzip(text), isGzip(new Uint8Array([0x1f]))]).toEqual([
    true,
    false,
    false,
  ]);
});
