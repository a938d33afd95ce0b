// The settings of a command: its flags, the environment, heat.toml. The one place where commands get them.

import { type Command, Option } from 'commander';
import { readConfig } from '../config/config.ts';
import {
  type Config,
  defaultOf,
  flagOf,
  SETTING_NAMES,
  SETTINGS,
  type Setting,
  variableOf,
} from '../config/settings.ts';
import { openSettingsFile } from '../config/settings-file.ts';
import type { Flags, Sources } from '../config/sources.ts';
import type { OutgoingRules } from '../lib/outgoing.ts';

/** Options as commander read them; only those of settings, and `config`, are looked at. */
export type SettingOptions = { readonly [option: string]: unknown };

/** The settings that hold for a command. Throws `invalid` as openSettingsFile() and readConfig() do. */
export function settingsOf(options: SettingOptions): Config {
  return readConfig(sourcesOf(options));
}

/** What settingsOf() reads: flags, environment and file, for whoever wants to know who said what. */
export function sourcesOf(options: SettingOptions): Sources {
  const { config } = options;
  const file = openSettingsFile({ flag: typeof config === 'string' ? config : undefined, env: process.env });
  return { flags: flagsOf(options), env: process.env, file };
}

/** Where webhooks and key sets may be asked for. */
export function rulesOf(options: SettingOptions): OutgoingRules {
  return { allowedHosts: settingsOf(options).webhookHosts };
}

/** The flags among a command's options. */
export function flagsOf(options: SettingOptions): Flags {
  const given = SETTING_NAMES.map((name) => [name, options[attributeOf(SETTINGS[name])]] as const);
  return Object.fromEntries(given.filter(([, value]) => typeof value === 'string'));
}

/** Adds --config. */
export function withConfigOption(command: Command): Command {
  return command.option(
    '--config <file>',
    'settings file (default ./heat.toml if there is one, or HEAT_CONFIG)',
  );
}

/** Adds the flag of every setting but secrets. `own`: defaults of the command itself, which no variable changes. */
export function withSettingOptions(command: Command, own: Flags = {}): Command {
  for (const name of SETTING_NAMES)
    if (!SETTINGS[name].isSecret) command.addOption(optionOf(SETTINGS[name], own[name]));
  return command;
}

function optionOf(setting: Setting<unknown>, own: string | number | undefined): Option {
  const { takes, means, choices } = setting;
  const holds =
    own === undefined ? `${variableOf(setting)}, default ${defaultOf(setting)}` : `default ${own}`;
  const option = new Option(`${flagOf(setting)} ${takes}`, `${means} (${holds})`);
  return choices ? option.choices(choices) : option;
}

/** As commander names the option's value: `public-url` is `publicUrl`. */
function attributeOf({ name }: { name: string }): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
