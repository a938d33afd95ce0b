// What the doctor finds in a data directory when somebody asks who may no more than its modes say. Run with its path.

import { examine } from '../../src/doctor/examine.ts';
import { gatherFacts } from '../../src/doctor/gather/gather.ts';
import { systemClock } from '../../src/lib/clock.ts';

/** Number of the user and the group that own nothing else. */
export const NOBODY = 65_534;
export const LOOK_AS_NOBODY = import.meta.path;

if (import.meta.main) {
  const dataDir = process.argv[2] ?? '';
  // Only after all code is read, which may lie where nobody else may look.
  if (process.getuid?.() === 0) {
    process.setgid?.(NOBODY);
    process.setuid?.(NOBODY);
  }
  const question = {
    dataDir,
    publicUrl: null,
    ipDatabase: null,
    backups: null,
    site: null,
    clock: systemClock,
  };
  const found = examine(await gatherFacts(question));
  console.log(JSON.stringify(found.map(({ level, what }) => `${level} ${what}`)));
}
