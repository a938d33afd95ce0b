import { expect, test } from 'bun:test';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { tempDir } from '../../test/support/temp-dir.ts';
import { openToOthers } from './data-directory.ts';

test.skipIf(process.platform === 'win32')(
  'openToOthers() names the folder and the files that others may read or change',
  () => {
    using dir = tempDir();
    const place = dir.join('data');
    mkdirSync(place, { mode: 0o700 });
    for (const [name, mode] of [
      ['catalog.db', 0o600],
      ['events.db', 0o640],
      ['secret', 0o602],
    ] as const) {
      writeFileSync(dir.join('data', name), '');
      chmodSync(dir.join('data', name), mode);
    }
    mkdirSync(dir.join('data', 'backups'), { mode: 0o700 });
    expect(openToOthers(place)).toEqual(['events.db', 'secret']);
    chmodSync(place, 0o755);
    chmodSync(dir.join('data', 'backups'), 0o750);
    expect(openToOthers(place)).toEqual(['.', 'backups', 'events.db', 'secret']);
  },
);
