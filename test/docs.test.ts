// The documents stay true where a machine can tell: every path they name exists, every setting is in the README's table,
// and no link inside the repository is broken.

import { describe, expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildProgram } from '../src/cli/program.ts';
import { defaultOf, flagOf, SETTINGS, variableOf } from '../src/config/settings.ts';
import { wrongCalls } from './support/wrong-calls.ts';

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

  test('docs/security-tests.md names tests that are there', async () => {
    const text = await Bun.file(join(root, 'docs/security-tests.md')).text();
    const rows = text.split('\n').filter((line) => /^\| (?!---|\|)[^|]+\|[^|]+\|[^|]+`/.test(line));
    expect(rows.length).toBeGreaterThan(40);
    const gone: string[] = [];
    for (const row of rows) {
      const cell = row.split('|').at(3) ?? '';
      const named = [...cell.matchAll(/`([\w./-]+)`: ((?:“[^”]+”(?:, )?)+)/g)];
      if (named.length === 0) gone.push(row);
      for (const [, path = '', words = ''] of named) {
        const file = Bun.file(join(root, path));
        const tests = (await file.exists()) ? await file.text() : '';
        for (const [, word = ''] of words.matchAll(/“([^”]+)”/g))
          if (!tests.includes(word)) gone.push(`${path}: ${word}`);
      }
    }
    expect(gone).toEqual([]);
  });

  test('README lists every setting, in the words of --help, with its flag, variable and default', async () => {
    const readme = await Bun.file(join(root, 'README.md')).text();
    const rows = readme.split('\n').map((line) => line.replaceAll(/ +/g, ' '));
    const wanted = Object.values(SETTINGS).map(
      (setting) =>
        `| ${[setting.means, setting.choices?.join(', ')].filter(Boolean).join(': ')} | \`${flagOf(setting)}\` | \`${variableOf(setting)}\` | ${defaultOf(setting)} |`,
    );
    expect(wanted.filter((row) => !rows.includes(row))).toEqual([]);
    const listed = rows.filter((row) => /^\|[^|]+\| `--[a-z-]+` \| `HEAT_/.test(row));
    expect(listed.filter((row) => !wanted.includes(row))).toEqual([]);
  });

  test.each(documents.map((path) => [path] as const))(
    '%s calls heat with commands, options and choices that there are',
    async (path) => {
      const text = (await Bun.file(join(root, path)).text()).replaceAll(/ *\\\n */g, ' ');
      const fenced = [...text.matchAll(/```\w*\n(.*?)```/gs)].flatMap(([, block = '']) => block.split('\n'));
      const inline = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
      const wrong = [...fenced, ...inline].flatMap((line) => wrongCalls(line.replace(/(^|\s)#.*$/, '')));
      expect(wrong).toEqual([]);
    },
  );

  test('README names every command', async () => {
    const readme = await Bun.file(join(root, 'README.md')).text();
    const [, list = ''] = /\*\*Command line\*\*: (.*)/.exec(readme) ?? [];
    const named = [...list.matchAll(/`([a-z-]+)/g)].map(([, name]) => name);
    const program = buildProgram({ out: () => {}, err: () => {}, typed: [] });
    const known = program.commands.map((command) => command.name());
    expect(known.length).toBeGreaterThan(20);
    expect(known.filter((name) => name !== 'help' && !named.includes(name))).toEqual([]);
  });
});
