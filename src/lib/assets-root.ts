// Where embedded files lie: inside the executable when compiled, in the repository when run from source.

import { join } from 'node:path';

export const assetsRoot: string = Bun.isStandaloneExecutable
  ? import.meta.dir
  : join(import.meta.dir, '..', '..');
