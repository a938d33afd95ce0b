import { describe, expect, test } from 'bun:test';
import type { Command } from 'commander';
import { flagOf, SETTINGS } from '../config/settings.ts';
import { buildProgram } from './program.ts';
import { flagsOf } from './settings.ts';

const program = buildProgram({ out: () => {}, err: () => {}, typed: [] });
const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];
const commandAt = (...names: string[]): Command =>
  names.reduce<Command>((at, name) => at.commands.find((one) => one.name() === name) ?? at, program);
const flagsIn = (command: Command) => command.options.map(({ long }) => long);

describe('withSettingOptions()', () => {
  const settings = Object.values(SETTINGS);

  test.each([
    ['heat serve', commandAt('serve')],
    ['heat demo', commandAt('demo')],
    ['heat config show', commandAt('config', 'show')],
    ['heat config check', commandAt('config', 'check')],
  ])('%s takes every setting as a flag, and tells its words', (_, command) => {
    for (const setting of settings.filter(({ isSecret }) => !isSecret)) {
      const option = command.options.find(({ long }) => long === flagOf(setting));
      expect(option?.description).toStartWith(setting.means);
      expect(option?.argChoices).toEqual(setting.choices ? [...setting.choices] : undefined);
    }
  });

  test('every command that has --data, but the demo, has --config', () => {
    const withData = everyCommand(program).filter((command) => flagsIn(command).includes('--data'));
    expect(withData.length).toBeGreaterThan(40);
    const without = withData.filter((command) => !flagsIn(command).includes('--config'));
    expect(without.map((command) => command.name())).toEqual(['demo']);
  });
});

test('flagsOf() finds the flags of settings among options, by the names that commander gives them', () => {
  const options = {
    data: '/d',
    publicUrl: 'https://x',
    apiPerKey: '1',
    json: true,
    project: 'p',
    port: undefined,
  };
  expect(flagsOf(options)).toEqual({ dataDir: '/d', publicUrl: 'https://x', apiPerKey: '1' });
});
