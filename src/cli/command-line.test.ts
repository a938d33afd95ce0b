import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { runHeat } from '../../test/support/run-heat.ts';
import { type TempDir, tempDir } from '../../test/support/temp-dir.ts';
import { lineOf, typedAgain } from './command-line.ts';

const CHANGE = { with: '--yes', without: '--dry-run' };

describe('typedAgain()', () => {
  test.each([
    ['plain words', ['forget', '--user', 'jane@shop.example'], 'heat forget --user jane@shop.example --yes'],
    ['what it leaves out', ['forget', '--dry-run', '--user', 'x'], 'heat forget --user x --yes'],
    ['blanks', ['project', 'remove', 'My shop'], "heat project remove 'My shop' --yes"],
    ['a name after --', ['project', 'remove', '--', '-x'], 'heat project remove --yes -- -x'],
  ])('keeps %s', (_, typed, line) => {
    expect(typedAgain(typed, CHANGE)).toBe(line);
  });

  test('is read back by a shell as it was typed', async () => {
    const typed = ['a b', "it's", '$HOME', '`id`', 'back\\slash', '"', '', '*', 'ü', '\n', ';', 'c:1/2'];
    const line = typedAgain(typed, CHANGE).replace(/^heat /, '');
    const shell = Bun.spawn(['sh', '-c', `printf '%s\\0' ${line}`], { stdout: 'pipe' });
    expect((await new Response(shell.stdout).text()).split('\0')).toEqual([...typed, '--yes', '']);
  });
});

describe('lineOf()', () => {
  test('names the data that was asked about', () => {
    expect(lineOf({}, 'serve')).toBe('heat serve');
    expect(lineOf({ data: '/srv/my heat' }, 'serve')).toBe("heat serve --data '/srv/my heat'");
  });
});

describe('lines that hints name', () => {
  let dir: TempDir;
  beforeAll(async () => {
    dir = tempDir();
    for (const name of ['First', 'Second']) await runHeat('project', 'add', name, '--data', dir.path);
  });
  afterAll(() => dir[Symbol.dispose]());

  test.each([
    [['forget', '--user', 'eve'], 'stats --by user'],
    [['export', 'person', '--visitor', 'c:eve'], 'export sessions'],
    [['export', 'heatmap', '/gone'], 'stats --by page'],
    [['share', 'add', 'heatmap', '/gone'], 'stats --by page'],
    [['share', 'list'], 'share add overview'],
    [['goal', 'list'], 'goal add Purchase'],
    [['template', 'list'], 'template propose'],
  ])('%j names the project among several', async (typed, words) => {
    const ran = await runHeat(...typed, '--project', 'second', '--data', dir.path);
    expect(ran.stdout + ran.stderr).toContain(`heat ${words} --project second`);
    expect(ran.stdout + ran.stderr).toContain(`--data ${dir.path}`);
  });
});
