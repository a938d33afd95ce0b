import { expect, test } from 'bun:test';
import { tempDir } from '../../test/support/temp-dir.ts';
import { readBuiltFile } from './built-file.ts';

const textOf = (bytes: Uint8Array | null) => bytes && new TextDecoder().decode(bytes);

test('readBuiltFile() answers the bytes as they were before they were packed', async () => {
  using dir = tempDir();
  await Bun.write(dir.join('plain.js'), 'plain();');
  await Bun.write(dir.join('packed.js.gz'), Bun.gzipSync('packed();'));
  expect(textOf(readBuiltFile(dir.join('plain.js')))).toBe('plain();');
  expect(textOf(readBuiltFile(dir.join('packed.js')))).toBe('packed();');
  expect(readBuiltFile(dir.join('none.js'))).toBeNull();
});
