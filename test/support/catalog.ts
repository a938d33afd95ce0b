// A real catalog in a temporary folder, with a second connection as the command line's process has it.

import { migrate, openCatalog } from '../../src/storage/open.ts';
import type { Catalog } from '../../src/storage/port-catalog.ts';
import { tempDir } from './temp-dir.ts';

export type TestCatalog = {
  catalog: Catalog;
  other: Catalog;
  path: string;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** `await using data = await testCatalog()`. */
export async function testCatalog(): Promise<TestCatalog> {
  const dir = tempDir();
  await migrate(dir.path);
  const catalog = await openCatalog(dir.path);
  const other = await openCatalog(dir.path);
  return {
    catalog,
    other,
    path: dir.join('catalog.db'),
    async [Symbol.asyncDispose]() {
      await catalog.close();
      await other.close();
      dir[Symbol.dispose]();
    },
  };
}
