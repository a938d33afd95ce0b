import { describe, expect, test } from 'bun:test';
import { tempDir } from '../test/support/temp-dir.ts';
import { checksumsOf, NAMESPACE, signFile } from './sign.ts';

const hasSshKeygen = Bun.which('ssh-keygen') !== null;

test('checksumsOf() writes what sha256sum checks, by name', async () => {
  using dir = tempDir();
  await Bun.write(dir.join('b'), 'two');
  await Bun.write(dir.join('a'), '');
  expect(await checksumsOf([dir.join('b'), dir.join('a')])).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a\n' +
      '3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3  b\n',
  );
});

// Where there is no ssh-keygen nothing can be signed, and nobody releases from there.
describe.skipIf(!hasSshKeygen)('signFile()', () => {
  test('makes a signature that ssh-keygen finds good, and bad once the file was changed', async () => {
    using dir = tempDir();
    const [key, sums] = [dir.join('key'), dir.join('SHA256SUMS')];
    expect(await ssh(['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', key])).toBe(0);
    await Bun.write(dir.join('allowed'), `release@heat ${await Bun.file(`${key}.pub`).text()}`);
    await Bun.write(sums, await checksumsOf([key]));
    await signFile(sums, key);
    const verify = () =>
      ssh(
        [
          '-Y',
          'verify',
          '-f',
          dir.join('allowed'),
          '-I',
          'release@heat',
          '-n',
          NAMESPACE,
          '-s',
          `${sums}.sig`,
        ],
        sums,
      );
    expect(await verify()).toBe(0);
    await Bun.write(sums, `${await Bun.file(sums).text()} `);
    expect(await verify()).not.toBe(0);
  });

  test('says why it could not', async () => {
    using dir = tempDir();
    await Bun.write(dir.join('file'), 'x');
    await expect(signFile(dir.join('file'), dir.join('no-key'))).rejects.toThrow('Cannot sign: ');
  });
});

function ssh(args: readonly string[], stdin?: string): Promise<number> {
  return Bun.spawn(['ssh-keygen', ...args], {
    stdin: stdin === undefined ? 'ignore' : Bun.file(stdin),
    stdout: 'ignore',
    stderr: 'ignore',
  }).exited;
}
