// Settings that make no sense together, one row each: looked at once every single one is right.

import { placeOf, type SettingFault } from './faults.ts';
import { type Config, SETTINGS, type SettingName } from './settings.ts';
import type { Effective } from './sources.ts';

type Conflict = {
  /** The one that cannot be, because of the other. */
  of: SettingName;
  with: SettingName;
  isThere: (config: Config) => boolean;
  why: string;
  hint: string;
};

const CONFLICTS: readonly Conflict[] = [
  {
    of: 'countryHeader',
    with: 'trustProxy',
    isThere: ({ countryHeader, trustProxy }) => countryHeader !== null && trustProxy.size === 0,
    why: 'the header counts only from a trusted proxy, and trust-proxy names none',
    hint: 'Name the proxy that sets it, like trust-proxy loopback, or leave country-header out.',
  },
];

/** The conflicts of a configuration whose settings are right by themselves. */
export function findConflicts(config: Config, effective: readonly Effective[]): SettingFault[] {
  return CONFLICTS.filter(({ isThere }) => isThere(config)).map((conflict) => {
    const said = effective.find(({ name }) => name === conflict.of);
    const { name } = SETTINGS[conflict.of];
    const place = said ? ` (${placeOf(said.source)})` : '';
    return {
      code: 'conflicting_settings',
      message: `Cannot use ${name}${place}: ${conflict.why}`,
      hint: conflict.hint,
      details: { setting: name, allowed: [SETTINGS[conflict.with].name] },
    };
  });
}
