import { describe, expect, test } from 'bun:test';
import type { Command } from 'commander';
import { runHeat } from '../../test/support/run-heat.ts';
import { tempDir } from '../../test/support/temp-dir.ts';
import { wrongCalls } from '../../test/support/wrong-calls.ts';
import { buildProgram } from './program.ts';

/** All commands by what is typed, `project add`; groups have no action of their own. */
const all = (command: Command, before: string[] = []): { words: string[]; command: Command }[] =>
  command.commands.flatMap((child) => {
    const words = [...before, child.name()];
    return [{ words, command: child }, ...all(child, words)];
  });
const COMMANDS = all(buildProgram({ out: () => {}, err: () => {}, typed: [] }));
const LEAVES = COMMANDS.filter(({ command }) => command.commands.length === 0);
/** Two groups do something by themselves. */
const GROUPS = COMMANDS.filter(
  ({ command, words }) => command.commands.length > 0 && !['migrate', 'config'].includes(words[0] ?? ''),
);
/** What they answer is no data: servers, and texts for other programs. */
const NO_JSON = ['serve', 'demo', 'config example', 'completion'];
const NO_DATA = ['version', 'config example', 'completion'];

/** What a command takes beside its options, so that it gets as far as the data. */
const ARGUMENTS: { [command: string]: readonly string[] } = {
  'alert add': [
    'x',
    '--metric',
    'sessions',
    '--when',
    'below',
    '--threshold',
    '1',
    '--url',
    'https://x.example',
  ],
  'export person': ['--user', 'x'],
  forget: ['--user', 'x'],
  'goal add': ['x', '--filter', 'event:is:x'],
  'key add': ['--name', 'x'],
  'project end-key': ['x', 'hw_x'],
  'project update': ['x', '--name', 'y'],
  'purge sessions': ['--from', '2026-11-21', '--to', '2026-11-22'],
  'set-aside remove': ['1'],
  'set-aside retry': ['1'],
  'share add': ['overview'],
  'user password': ['ada@example.com', '--link'],
};
describe('heat --help', () => {
  test('tells of every command once, under a heading, in a sentence', async () => {
    const { stdout } = await runHeat('--help');
    expect(stdout).not.toContain('\nCommands:\n');
    for (const { words, command } of COMMANDS.filter(({ words }) => words.length === 1)) {
      expect([words[0], stdout.match(new RegExp(`^  ${words[0]}( |$)`, 'gm'))?.length]).toEqual([
        words[0],
        1,
      ]);
      expect([words[0], command.description()]).toEqual([words[0], expect.stringMatching(/^[A-Z].*\.$/s)]);
    }
  });

  test('is what help says, of commands in groups, too', async () => {
    const ran = await runHeat('help', 'user', 'add');
    expect(ran).toEqual(await runHeat('user', 'add', '--help'));
    expect(await runHeat('help')).toEqual(await runHeat('--help'));
  });

  test('says what an option takes and what holds without it, and no empty list', async () => {
    const serve = (await runHeat('serve', '--help')).stdout.replaceAll(/\s+/g, ' ');
    expect(serve).toContain(
      'lowest level that is logged: debug, info, warn, error, silent (HEAT_LOG_LEVEL, default info)',
    );
    const sessions = (await runHeat('export', 'sessions', '--help')).stdout.replaceAll(/\s+/g, ' ');
    expect(sessions).toContain('form of the answer: csv, ndjson, json (default csv)');
    expect(sessions).not.toContain('[]');
  });
});

describe('every command', () => {
  test.each([
    [['completion'], 'bash, zsh, fish'],
    [['share', 'add'], 'overview, heatmap, funnel'],
    [
      ['alert', 'add', 'x', '--when', 'below', '--threshold', '1', '--url', 'https://x.example'],
      'visitors, ',
    ],
  ])('%p names the choices of what is missing', async (words, choices) => {
    const { code, stderr } = await runHeat(...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: (missing required argument|required option)/);
    expect(stderr).toContain(`. Allowed choices are ${choices}`);
  });

  test('names the choices of what is missing in JSON, too', async () => {
    const { stderr } = await runHeat('share', 'add', '--json');
    expect(JSON.parse(stderr).message).toContain('Allowed choices are overview, ');
  });

  test.each(COMMANDS.map(({ words, command }) => [words.join(' '), words, command] as const))(
    '%s --help explains itself',
    async (_, words, command) => {
      const ran = await runHeat(...words, '--help');
      expect([ran.code, ran.stderr]).toEqual([0, '']);
      if (command.commands.length === 0) expect(ran.stdout).toMatch(/\nExample:\n {2}\S/);
      const [, example = ''] = ran.stdout.split('\nExample:\n');
      expect(example.split('\n').flatMap((line) => wrongCalls(line.trim()))).toEqual([]);
      // A hand-made line break or an option without words is a gap in the help.
      for (const option of command.options) expect([option.long, option.description]).not.toContain('');
    },
  );

  test.each(LEAVES.map(({ words, command }) => [words.join(' '), command] as const))(
    '%s takes --json and --data where it can',
    (name, command) => {
      const longs = command.options.map(({ long }) => long);
      if (!NO_JSON.includes(name)) expect(longs).toContain('--json');
      if (!NO_DATA.includes(name)) expect(longs).toContain('--data');
    },
  );

  test.each(GROUPS.map(({ words }) => [words.join(' '), words] as const))(
    '%s alone shows its commands and exits 2',
    async (_, words) => {
      const ran = await runHeat(...words);
      expect([ran.code, ran.stdout]).toEqual([2, '']);
      expect(ran.stderr).toContain('Commands:');
    },
  );

  test.each(COMMANDS.map(({ words }) => [words.join(' '), words] as const))(
    '%s refuses an option that there is not, in words and as JSON',
    async (_, words) => {
      const given = ARGUMENTS[words.join(' ')] ?? [];
      const ran = await runHeat(...words, ...given, '--nonsense');
      expect([ran.code, ran.stdout]).toEqual([2, '']);
      expect(ran.stderr).toContain('--nonsense');
      const told = await runHeat(...words, ...given, '--nonsense', '--json');
      expect([told.code, told.stdout]).toEqual([2, '']);
      expect(JSON.parse(told.stderr)).toMatchObject({ error: 'invalid', code: 'bad_call' });
    },
  );
});

/** They make data, need none, or have tests of their own. */
const APART = [
  ...NO_DATA,
  'serve',
  'demo',
  'config show',
  'config check',
  'doctor',
  'project add',
  'user add',
  'restore',
];
const READERS = LEAVES.map(({ words, command }) => {
  const name = words.join(' ');
  const given =
    ARGUMENTS[name] ?? command.registeredArguments.filter(({ required }) => required).map(() => 'x');
  return [name, [...words, ...given]] as const;
}).filter(([name]) => !APART.includes(name));

describe('where there is no data', () => {
  test.each(READERS)('%s says so and what to do, and makes none', async (_, words) => {
    using dir = tempDir();
    const data = dir.join('mistyped');
    const ran = await runHeat(...words, '--data', data);
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toContain(`no heat data in "${data}"`);
    expect(ran.stderr).toContain('--data');
    const told = await runHeat(...words, '--data', data, '--json');
    expect([told.code, told.stdout]).toEqual([1, '']);
    expect(JSON.parse(told.stderr)).toMatchObject({ error: 'not_found', code: 'no_data' });
    expect(await Array.fromAsync(new Bun.Glob('**').scan({ cwd: dir.path, onlyFiles: false }))).toEqual([]);
  });
});
