// The scripts against the commands they were made of; that of bash is asked in a bash without settings of its own.

import { describe, expect, test } from 'bun:test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { shellQuoted } from '../../lib/shell-word.ts';
import { buildProgram } from '../program.ts';
import { bashCompletion } from './bash.ts';
import { allCommands, commandTree } from './command-tree.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

const tree = commandTree(buildProgram({ out: () => {}, err: () => {}, typed: [] }));

/** What bash offers for each line: its words, the last one being written. */
async function complete(lines: readonly (readonly string[])[], folder = '.'): Promise<string[][]> {
  const script = `set -u
${bashCompletion(tree)}
ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _heat; local IFS=$'\\t'; echo "\${COMPREPLY[*]-}"; }
${lines.map((words) => `ask ${words.map(shellQuoted).join(' ')}`).join('\n')}
`;
  const bash = Bun.spawn(['bash', '--norc', '--noprofile'], {
    cwd: folder,
    stdin: new TextEncoder().encode(script),
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [out, error] = await Promise.all([
    new Response(bash.stdout).text(),
    new Response(bash.stderr).text(),
  ]);
  expect(error).toBe('');
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t').filter((word) => word !== ''));
}

describe('bashCompletion()', () => {
  const commands = allCommands(tree);

  test('offers every command and every option of each', async () => {
    const places = commands.map(({ place }) => place.split(' '));
    const offered = await complete(
      places.flatMap((place) => [
        [...place, ''],
        [...place, '-'],
      ]),
    );
    for (const [at, { commands: below, options, takes }] of commands.entries()) {
      const words = takes.kind === 'words' ? takes.words : [];
      // What stands on the disk is bash's own to offer.
      const isOnDisk = takes.kind === 'folder' || takes.kind === 'file';
      if (below.length > 0 || !isOnDisk)
        expect(offered[at * 2]).toEqual([...below.map(({ name }) => name), ...words]);
      expect(offered[at * 2 + 1]).toEqual(options.flatMap(({ names }) => [...names]));
    }
  });

  const cases: [line: string, offered: readonly string[]][] = [
    ['heat ser', ['serve']],
    ['heat config ', ['show', 'check', 'example', 'help']],
    ['heat serve --durability ', ['full', 'normal']],
    ['heat serve --durability = n', ['normal']],
    ['heat serve --durability =', ['full', 'normal']],
    ['heat serve --log-level si', ['silent']],
    ['heat serve --port ', []],
    ['heat import tsconfi', ['tsconfig.json']],
    ['heat serve --port 80 --api-per-k', ['--api-per-key']],
    ['heat project --json upd', ['update']],
    ['heat project update my-shop --fold-case o', ['on', 'off']],
    // What an option takes is no command, also where it has the name of one.
    ['heat project add --origin list --time', ['--time-zone']],
    ['heat completion ', ['bash', 'zsh', 'fish']],
    ['heat key add --scope ', ['read', 'write', 'admin']],
    ['heat export heatmap /pricing --kind r', ['rage']],
    ['heat stats --period 12', ['12mo']],
    ['heat share add ', ['overview', 'heatmap', 'funnel', 'sessions']],
    ['heat nothing --x', []],
    ['heat $(echo list) `x` $(x)', []],
  ];
  test('completes values and knows where it is', async () => {
    const offered = await complete(cases.map(([line]) => line.split(' ')));
    expect(cases.map(([line], at) => [line, offered[at]])).toEqual(cases as never);
  });

  test('completes files and folders, with blanks in their names too', async () => {
    using dir = tempDir();
    mkdirSync(dir.join('my data'));
    writeFileSync(dir.join('my heat.toml'), '');
    const lines = [
      ['heat', 'serve', '--data', 'my'],
      ['heat', 'serve', '--config', 'my'],
      ['heat', 'restore', 'my'],
    ];
    const offered = await complete(lines, dir.path);
    expect(offered.map((words) => words.toSorted())).toEqual([
      ['my data'],
      ['my data', 'my heat.toml'],
      ['my data'],
    ]);
  });
});

describe('zshCompletion() and fishCompletion()', () => {
  test('hold every command and option, and are scripts where such a shell can say so', async () => {
    const scripts = { zsh: zshCompletion(tree), fish: fishCompletion(tree) };
    for (const [shell, script] of Object.entries(scripts)) {
      const known = allCommands(tree).filter(({ options }) => options.length > 0);
      const missing = known.flatMap(({ place, options }) =>
        [`'${place}'`, ...options.flatMap(({ names }) => names)].filter((word) => !script.includes(word)),
      );
      expect(missing).toEqual([]);
      if (Bun.which(shell) === null) continue;
      const checked = Bun.spawnSync([shell, '-n', '/dev/stdin'], { stdin: new TextEncoder().encode(script) });
      expect([shell, checked.exitCode, checked.stderr.toString()]).toEqual([shell, 0, '']);
    }
  });
});
