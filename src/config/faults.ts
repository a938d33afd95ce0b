// What is said of a setting that cannot be: which one, who said it, what is allowed. Never a secret's text.

import { nearestName } from '../lib/nearest-name.ts';
import type { Setting } from './settings.ts';
import type { Source } from './sources.ts';

/** One fault, as HeatError takes it. */
export type SettingFault = {
  code: 'bad_setting' | 'unknown_setting' | 'conflicting_settings';
  message: string;
  hint: string;
  /** `setting` as its source calls it; `line` null where it is not known. */
  details: { setting: string; allowed?: string | readonly string[]; file?: string; line?: number | null };
};

/** `--port`, `HEAT_PORT`, or `heat.toml, line 3`. */
export function placeOf(source: Source): string {
  if (source.kind === 'default') return 'default';
  if (source.kind !== 'file') return source.name;
  return source.line === null ? source.path : `${source.path}, line ${source.line}`;
}

/** A text that the setting does not take. */
export function badSetting(setting: Setting<unknown>, source: Source, text: string): SettingFault {
  const { allowed, isSecret } = setting;
  const details = { ...whereOf(setting.name, source), allowed };
  const hint = `Allowed: ${allowed}.`;
  const message = isSecret
    ? `Cannot use the value of ${details.setting}: it is too short or a placeholder`
    : `Cannot use ${details.setting} ${JSON.stringify(text.slice(0, 200))}${inFile(source)}`;
  return { code: 'bad_setting', message, hint, details };
}

/** A value of the file that is no text or number at all, or the one where the other belongs. */
export function wrongType(setting: Setting<unknown>, source: Source, value: unknown): SettingFault {
  const { name, form, allowed } = setting;
  const written = { number: 'a number without quotes', text: 'in quotes', list: 'a list of texts' }[form];
  return {
    code: 'bad_setting',
    message: `Cannot use ${name} ${wordsOf(value)}${inFile(source)}`,
    hint: `Allowed: ${allowed}; written as ${written}.`,
    details: { ...whereOf(name, source), allowed },
  };
}

/** A key or variable that heat does not know. */
export function unknownSetting(source: Source, name: string, known: readonly string[]): SettingFault {
  const meant = nearestName(
    name.replace(/^HEAT_/, ''),
    known.map((one) => one.replace(/^HEAT_/, '')),
  );
  const full = known.find((one) => one === meant || one === `HEAT_${meant}`);
  return {
    code: 'unknown_setting',
    message: `heat knows no setting ${name.slice(0, 100)}${inFile(source)}`,
    hint: `${full ? `Did you mean ${full}? ` : ''}Known: ${known.join(', ')}.`,
    details: { ...whereOf(name, source), allowed: known },
  };
}

/** `[server]`, where there are no sections. */
export function sectionFault(source: Source, key: string): SettingFault {
  return {
    code: 'unknown_setting',
    message: `Cannot use [${key.slice(0, 100)}]${inFile(source)}: the settings file has no sections`,
    hint: 'Write settings one below another, like port = 4328.',
    details: whereOf(key, source),
  };
}

/** A secret does not belong where others may read it. */
export function secretInFile(setting: Setting<unknown>, source: Source): SettingFault {
  return {
    code: 'bad_setting',
    message: `Cannot take ${setting.name} from a settings file${inFile(source)}`,
    hint: 'Set HEAT_SECRET, or leave it out: heat makes one. If others could read the file, make another one.',
    details: whereOf(setting.name, source),
  };
}

function whereOf(name: string, source: Source): SettingFault['details'] {
  if (source.kind === 'file') return { setting: name, file: source.path, line: source.line };
  return { setting: source.kind === 'default' ? name : source.name };
}

function inFile(source: Source): string {
  return source.kind === 'file' ? ` (${placeOf(source)})` : '';
}

function wordsOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return 'as a table or date';
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.slice(0, 200);
}
