import { expect, test } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import { tempDir } from '../../test/support/temp-dir.ts';
import { openSink } from './sink.ts';

test('openSink() leaves nothing of a longer file that was there', async () => {
  using dir = tempDir();
  const path = dir.join('out.csv');
  for (const pieces of [['short\n'], []]) {
    writeFileSync(path, 'a much longer file of before\n');
    const sink = openSink(path);
    for (const piece of pieces) await sink.write(piece);
    await sink.close();
    expect(readFileSync(path, 'utf8')).toBe(pieces.join(''));
  }
});
