import { expect, test } from 'bun:test';
import { existsSync, statfsSync } from 'node:fs';
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

test.skipIf(!existsSync('/proc/self/mounts') || !existsSync('/dev/shm'))(
  'fileSystemKind() tells memory by what the system says of it',
  async () => {
    const mounts = await Bun.file('/proc/self/mounts').text();
    if (/ \/dev\/shm tmpfs /.test(mounts)) expect(fileSystemKind(statfsSync('/dev/shm').type)).toBe('memory');
  },
);
