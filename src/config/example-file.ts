// A heat.toml with every setting in it, each as a comment: what `heat config example` prints.

import { flagOf, SETTING_NAMES, SETTINGS, type Setting, variableOf } from './settings.ts';

const HEAD = `# heat.toml: the settings of this heat. A flag wins over a variable, a variable over this file, this file over the default.
# heat looks for it in the folder it is started in; elsewhere name it with --config or HEAT_CONFIG. Relative paths in it
# begin in its own folder. "heat config" shows what holds and why, "heat config check" whether heat would start with it.
# Take the # away before a setting to change it.
`;

/** TOML that changes nothing until a line loses its `#`. Secrets are named, with the way to set them. */
export function exampleFile(): string {
  return `${HEAD}${SETTING_NAMES.map((name) => `\n${describe(SETTINGS[name])}`).join('')}`;
}

function describe(setting: Setting<unknown>): string {
  const { name, means, allowed, unset, isSecret } = setting;
  const what = `${means[0]?.toUpperCase()}${means.slice(1)}`;
  const without = unset === undefined ? '' : ` Without it: ${unset}.`;
  if (isSecret)
    return `# ${what}. Not in this file, which others may read: ${variableOf(setting)}.${without}\n`;
  const names = `${flagOf(setting)}, ${variableOf(setting)}`;
  return `# ${what} (${names}).${without}\n# Allowed: ${allowed}.\n#${name} = ${exampleOf(setting)}\n`;
}

function exampleOf({ example, fallback }: Setting<unknown>): string {
  return example ?? (typeof fallback === 'number' ? String(fallback) : JSON.stringify(fallback));
}
