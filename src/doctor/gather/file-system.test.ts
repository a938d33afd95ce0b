import { expect, test } from 'bun:test';
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { fileSystemKind } from './file-system.ts';

test.each([
  ['ext4', 0xef53, null],
  ['NFS', 0x6969, 'network'],
  ['CIFS as a negative number', 0xff534d42 | 0, 'network'],
  ['overlayfs', 0x794c7630, 'container'],
  ['FUSE', 0x65735546, 'shared'],
] as const)('fileSystemKind() knows %s', (_, type, kind) => {
  expect(fileSystemKind(type)).toBe(kind);
});

/** Linux names them all, and hardly a machine is without one; skipped where there is none that one may look at. */
const memories = existsSync('/proc/self/mounts')
  ? readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .flatMap(([, place = '', type]) => (type === 'tmpfs' && existsSync(place) ? [place] : []))
  : [];

test.skipIf(memories.length === 0)('fileSystemKind() tells memory by what the system says of it', () => {
  expect(memories.map((place) => fileSystemKind(statfsSync(place).type))).toContain('memory');
});
