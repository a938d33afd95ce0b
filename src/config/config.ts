// Defaults ← environment ← flags, read and checked once. Pure: both sources are arguments.

import { HeatError } from '../lib/errors.ts';
import { type Config, SETTINGS, type Setting } from './settings.ts';

export type { Config, Durability } from './settings.ts';

/** Flags as the command line read them; undefined means not given. */
export type Flags = { readonly [K in keyof Config]?: string | number | undefined };

/**
 * The configuration of one process. Throws `invalid` naming what is allowed for a value that is not, and for a
 * `HEAT_*` variable that heat does not know. Empty variables count as not set.
 */
export function readConfig(source: {
  flags: Flags;
  env: { readonly [name: string]: string | undefined };
}): Config {
  refuseUnknownVariables(source.env);
  const pick = <K extends keyof Config>(name: K): Config[K] =>
    readSetting(SETTINGS[name], source.flags[name], source.env);
  return {
    port: pick('port'),
    host: pick('host'),
    dataDir: pick('dataDir'),
    publicUrl: pick('publicUrl'),
    trustProxy: pick('trustProxy'),
    countryHeader: pick('countryHeader'),
    durability: pick('durability'),
    logLevel: pick('logLevel'),
    ingestPerKey: pick('ingestPerKey'),
    ingestPerAddress: pick('ingestPerAddress'),
    apiPerAddress: pick('apiPerAddress'),
    apiPerAccount: pick('apiPerAccount'),
    apiPerKey: pick('apiPerKey'),
    webhookHosts: pick('webhookHosts'),
    secret: pick('secret'),
  };
}

function readSetting<T>(
  setting: Setting<T>,
  flag: string | number | undefined,
  env: { readonly [name: string]: string | undefined },
): T {
  const variable = env[setting.env]?.trim();
  if (flag === undefined && !variable) return setting.fallback;
  const text = flag === undefined ? (variable ?? '') : String(flag);
  const value = setting.read(text);
  if (value !== undefined) return value;
  const name = flag === undefined ? setting.env : setting.flag;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_setting',
    message: setting.isSecret
      ? `Cannot use the value of ${name}: it is too short or a placeholder`
      : `Cannot use ${name} ${JSON.stringify(text.slice(0, 200))}`,
    hint: `Allowed: ${setting.allowed}.`,
    details: { setting: name, allowed: setting.allowed },
  });
}

function refuseUnknownVariables(env: { readonly [name: string]: string | undefined }): void {
  const known = Object.values(SETTINGS).map((setting) => setting.env);
  const unknown = Object.keys(env).find((name) => name.startsWith('HEAT_') && !known.includes(name));
  if (unknown === undefined) return;
  throw new HeatError({
    kind: 'invalid',
    code: 'unknown_setting',
    message: `Cannot start: heat knows no setting ${unknown}`,
    hint: `Known: ${known.join(', ')}.`,
    details: { setting: unknown, allowed: known },
  });
}
