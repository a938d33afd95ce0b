// heat config show | check | example: which settings hold and who says so. It changes none.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readConfig, readSettings } from '../../config/config.ts';
import { exampleFile } from '../../config/example-file.ts';
import { placeOf } from '../../config/faults.ts';
import { type Config, defaultOf, partsOf, SETTINGS } from '../../config/settings.ts';
import type { Effective, Sources } from '../../config/sources.ts';
import type { IpDatabaseState } from '../../contract/installation.ts';
import { ipDatabaseSaid } from '../../doctor/checks/ip-database.ts';
import { spanSaid } from '../../doctor/said.ts';
import { systemClock } from '../../lib/clock.ts';
import { isOldIpDatabase, openIpDatabase } from '../../lib/ip-database.ts';
import { dim, json, type Terminal, table } from '../output.ts';
import { type SettingOptions, sourcesOf, withConfigOption, withSettingOptions } from '../settings.ts';

type ConfigOptions = SettingOptions & { json?: boolean };

export function addConfigCommand(program: Command, terminal: Terminal): void {
  const config = program
    .command('config')
    .description('The settings: which hold, who says so, and whether heat would start with them.')
    .addHelpText('after', '\nExample:\n  heat config\n  heat config example > heat.toml\n');

  withSources(
    config
      .command('show', { isDefault: true })
      .description('Every setting, its value and where it comes from: flag, variable, heat.toml or default.'),
    'heat config show --config /etc/heat.toml',
  ).action((options: ConfigOptions) => {
    const sources = sourcesOf(options);
    const values = readConfig(sources);
    const { effective } = readSettings(sources);
    if (options.json)
      return terminal.out(
        json({ file: fileOf(sources), settings: effective.map((row) => viewOf(row, values)) }),
      );
    const rows = effective.map((row) => [SETTINGS[row.name].name, wordsOf(row, values), placeOf(row.source)]);
    terminal.out(table(['setting', 'value', 'from'], rows));
    terminal.err(dim(`${fileWords(sources)}\n`));
  });

  withSources(
    config
      .command('check')
      .description(
        'Whether heat would start with its settings: exits 0, or 2 and says what is wrong with each of them.',
      ),
    'heat config check --config /etc/heat.toml',
  ).action((options: ConfigOptions) => {
    const sources = sourcesOf(options);
    const { ipDatabase: path } = readConfig(sources);
    const ipDatabase = path === null ? null : openIpDatabase(path).about;
    if (options.json) return terminal.out(json({ ok: true, file: fileOf(sources), ipDatabase }));
    const count = sources.file?.entries.length ?? 0;
    terminal.out(
      `Nothing is wrong. ${fileWords(sources)}${sources.file ? `, with ${count} set in it` : ''}\n`,
    );
    if (ipDatabase) tellOfIpDatabase(terminal, ipDatabase);
  });

  config
    .command('example')
    .description('Print a heat.toml of every setting, commented, with its default.')
    .addHelpText('after', '\nExample:\n  heat config example > heat.toml\n')
    .action(() => terminal.out(exampleFile()));
}

function tellOfIpDatabase(terminal: Terminal, about: IpDatabaseState): void {
  terminal.out(`IP database: ${ipDatabaseSaid(about)}\n`);
  const nowMs = systemClock.nowMs();
  if (isOldIpDatabase(about, nowMs))
    terminal.err(`Warning: it is ${spanSaid(nowMs - about.builtAtMs)} old; take its newest edition.\n`);
}

/** The options that heat serve takes, so that it is seen what they would come to. */
function withSources(command: Command, example: string): Command {
  return withConfigOption(withSettingOptions(command))
    .option('--json', 'answer as JSON, errors too')
    .addHelpText('after', `\nExample:\n  ${example}\n`);
}

function fileOf({ file }: Sources): { path: string; namedBy: string } | null {
  return file ? { path: resolve(file.path), namedBy: file.namedBy } : null;
}

function fileWords({ file }: Sources): string {
  return file
    ? `Settings file: ${resolve(file.path)}`
    : 'No settings file: none is named, and no heat.toml lies here';
}

/** As JSON: the value in the form that heat.toml has it in, null where nothing is set. Never a secret. */
function viewOf({ name, text, source }: Effective, config: Config): object {
  const { name: key, isSecret } = SETTINGS[name];
  const line = source.kind === 'file' ? { line: source.line } : {};
  const place = source.kind === 'default' ? null : placeOf(source);
  const said = { name: key, source: source.kind, place, ...line };
  if (isSecret) return { ...said, value: null, isSet: source.kind !== 'default' };
  return { ...said, value: effectiveValue(name, text, config) };
}

function effectiveValue(name: keyof Config, text: string | null, config: Config): unknown {
  const value = config[name];
  if (SETTINGS[name].isPath && typeof value === 'string') return resolve(value);
  if (name === 'trustProxy') return partsOf(text ?? '');
  return value;
}

function wordsOf({ name, text, source }: Effective, config: Config): string {
  const setting = SETTINGS[name];
  if (setting.isSecret) return source.kind === 'default' ? defaultOf(setting) : 'set, not shown';
  const value = effectiveValue(name, text, config);
  if (Array.isArray(value)) return value.join(', ') || defaultOf(setting);
  return value === null ? defaultOf(setting) : String(value);
}
