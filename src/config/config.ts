// Defaults ← heat.toml ← environment ← flags, read and checked once. Pure: all sources are arguments.

import { dirname, resolve } from 'node:path';
import { HeatError } from '../lib/errors.ts';
import { findConflicts } from './conflicts.ts';
import {
  badSetting,
  type SettingFault,
  secretInFile,
  sectionFault,
  unknownSetting,
  wrongType,
} from './faults.ts';
import {
  type Config,
  flagOf,
  SETTING_NAMES,
  SETTINGS,
  type Setting,
  type SettingName,
  variableOf,
} from './settings.ts';
import type { Effective, Environment, SettingsFile, Source, Sources } from './sources.ts';
import type { TomlEntry } from './toml-entries.ts';

export type { Config, Durability } from './settings.ts';
export type { Flags } from './sources.ts';

/** Names the settings file; the flag `--config` goes before it. */
export const CONFIG_VARIABLE = 'HEAT_CONFIG';

/**
 * The configuration of one process. Throws `invalid` with everything that is wrong: values that are not allowed, names
 * that heat does not know, settings that exclude each other. Empty variables count as not set.
 */
export function readConfig(sources: Sources): Config {
  const { config, faults } = readSettings(sources);
  const [first] = faults;
  if (!first) return config;
  if (faults.length === 1) throw new HeatError({ kind: 'invalid', ...first });
  const lines = faults.map(({ message, hint }) => `  ${message}. ${hint}`);
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_settings',
    message: `${faults.length} settings cannot be used:\n${lines.join('\n')}`,
    details: { faults },
  });
}

/** The same without throwing, for whoever tells of it. Where a setting is wrong, `config` has its default. */
export function readSettings(sources: Sources): {
  config: Config;
  effective: Effective[];
  faults: SettingFault[];
} {
  const entries = new Map((sources.file?.entries ?? []).map((entry) => [entry.key, entry]));
  const faults = [...unknownVariables(sources.env), ...unknownKeys(sources.file ?? null)];
  const config: Partial<Config> = {};
  const effective = SETTING_NAMES.map((name) => {
    const setting = SETTINGS[name];
    const said = findSaid(name, sources, entries.get(setting.name));
    const fault = take(config, name, said);
    if (fault) faults.push(fault);
    return { name, text: setting.isSecret ? null : (said.text ?? null), source: said.source };
  });
  const whole = config as Config;
  if (faults.length === 0) faults.push(...findConflicts(whole, effective));
  const byLine = faults.toSorted((a, b) => (a.details.line ?? 0) - (b.details.line ?? 0));
  return { config: whole, effective, faults: byLine };
}

type Said = { source: Source; text?: string; fault?: SettingFault };

/** Puts the setting into `config`: its default where nothing was said, or something wrong. */
function take<K extends SettingName>(config: Partial<Config>, name: K, said: Said): SettingFault | null {
  const setting: Setting<Config[K]> = SETTINGS[name];
  config[name] = setting.fallback;
  if (said.fault || said.text === undefined) return said.fault ?? null;
  const value = setting.read(said.text);
  if (value === undefined) return badSetting(setting, said.source, said.text);
  config[name] = value;
  return null;
}

function findSaid(name: SettingName, { flags, env, file }: Sources, entry: TomlEntry | undefined): Said {
  const setting = SETTINGS[name];
  const flag = flags[name];
  if (flag !== undefined) return { source: { kind: 'flag', name: flagOf(setting) }, text: String(flag) };
  const variable = env[variableOf(setting)]?.trim();
  if (variable) return { source: { kind: 'variable', name: variableOf(setting) }, text: variable };
  if (!file || !entry || setting.isSecret) return { source: { kind: 'default' } };
  const source = { kind: 'file', path: file.path, line: entry.line } as const;
  const text = textOf(setting, entry.value);
  if (text === null) return { source, fault: wrongType(setting, source, entry.value) };
  const isRelative = setting.isPath === true && setting.read(text) !== undefined;
  return { source, text: isRelative ? resolve(dirname(file.path), text) : text };
}

/** The value as a flag would say it; null when it is not of the setting's form. */
function textOf({ form }: Setting<unknown>, value: unknown): string | null {
  if (form === 'number') return typeof value === 'number' ? String(value) : null;
  if (typeof value === 'string') return value;
  const isList = form === 'list' && Array.isArray(value) && value.every((part) => typeof part === 'string');
  return isList ? value.join(',') : null;
}

function unknownVariables(env: Environment): SettingFault[] {
  const known = [...SETTING_NAMES.map((name) => variableOf(SETTINGS[name])), CONFIG_VARIABLE];
  return Object.keys(env)
    .filter((name) => name.startsWith('HEAT_') && !known.includes(name))
    .map((name) => unknownSetting({ kind: 'variable', name }, name, known));
}

function unknownKeys(file: SettingsFile | null): SettingFault[] {
  if (!file) return [];
  const rows = SETTING_NAMES.map((name) => SETTINGS[name]);
  const known = rows.filter(({ isSecret }) => !isSecret).map(({ name }) => name);
  return file.entries
    .filter(({ key }) => !known.includes(key))
    .map(({ key, value, line }) => {
      const source = { kind: 'file', path: file.path, line } as const;
      const secret = rows.find(({ name }) => name === key);
      if (secret) return secretInFile(secret, source);
      const isSection = typeof value === 'object' && value !== null;
      return isSection ? sectionFault(source, key) : unknownSetting(source, key, known);
    });
}
