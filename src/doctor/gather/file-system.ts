// What kind of file system a number of statfs(2) means, as far as a database must know. Numbers of linux/magic.h.

import type { DataFacts } from '../facts.ts';

const KINDS: readonly [Exclude<DataFacts['fileSystem'], null>, readonly number[]][] = [
  // NFS, SMB, CIFS, SMB2, Ceph, AFS, Coda
  ['network', [0x6969, 0x517b, 0xff534d42, 0xfe534d42, 0x00c36400, 0x5346414f, 0x73757245]],
  // tmpfs, ramfs
  ['memory', [0x01021994, 0x858458f6]],
  // overlayfs, aufs
  ['container', [0x794c7630, 0x61756673]],
  // FUSE, 9p, vboxsf, virtiofs comes as FUSE
  ['shared', [0x65735546, 0x01021997, 0x786f4256]],
];

/** Null for disks of the machine, and for what is not known. Some numbers come as negative ones. */
export function fileSystemKind(type: number): DataFacts['fileSystem'] {
  const unsigned = type >>> 0;
  return KINDS.find(([, numbers]) => numbers.includes(unsigned))?.[0] ?? null;
}
