import { describe, expect, test } from 'bun:test';
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
