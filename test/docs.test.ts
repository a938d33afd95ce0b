// The documents stay true where a machine can tell: every path they name exists, every setting is in the README's table,
// and no link inside the repository is broken.

import { describe, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SETTINGS } from '../src/config/settings.ts';

const root = join(import.meta.dir, '..');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...new Bun.Glob('docs/**/*.md').scanSync({ cwd: root }),
  'sdk/README.md',
];

/** Made by a build or at run time. */
const MADE = /^(dist|public|heat-data|heat-demo)\b|^\.\/heat$/;

describe('documents', () => {
  test.each(documents.map((path) => [path] as const))('%s names only files that exist', async (path) => {
    const text = await Bun.file(join(root, path)).text();
    const missing: string[] = [];
    for (const [, quoted] of text.matchAll(
      /`((?:src|sdk|client|test|bench|demo|docs|migrations)\/[\w./*<>-]*)`/g,
    )) {
      const name = quoted ?? '';
      if (MADE.test(name) || /[<>*]/.test(name)) continue;
      if (!existsSync(join(root, name)) && !existsSync(join(root, `${name}.ts`))) missing.push(name);
    }
    for (const [, target] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)\s]+)\)/g)) {
      const file = (target ?? '').replace(/#.*$/, '');
      if (file && !existsSync(join(root, dirname(path), file))) missing.push(file);
    }
    expect(missing).toEqual([]);
  });

  test('README lists every setting with its flag and variable', async () => {
    const readme = await Bun.file(join(root, 'README.md')).text();
    const unsaid = Object.values(SETTINGS)
      .filter(({ isSecret }) => !isSecret)
      .filter(({ flag, env }) => !readme.includes(flag) || !readme.includes(env))
      .map(({ flag }) => flag);
    expect(unsaid).toEqual([]);
  });
});
