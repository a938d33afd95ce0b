// Where settings come from, and who said which. Types alone.

import type { SettingName } from './settings.ts';
import type { TomlEntry } from './toml-entries.ts';

/** Flags as the command line read them; undefined means not given. */
export type Flags = { readonly [K in SettingName]?: string | number | undefined };
export type Environment = { readonly [name: string]: string | undefined };

/** A settings file that was read: `path` as it was named or found, and what stands in it. */
export type SettingsFile = {
  path: string;
  /** How it was chosen: `--config`, `HEAT_CONFIG`, or because it lies in the current folder. */
  namedBy: 'flag' | 'variable' | 'folder';
  entries: readonly TomlEntry[];
};

export type Sources = { flags: Flags; env: Environment; file?: SettingsFile | null };

/** Who said it: the name of the flag or variable, or the file and the line in it. */
export type Source =
  | { kind: 'flag' | 'variable'; name: string }
  | { kind: 'file'; path: string; line: number | null }
  | { kind: 'default' };

/** Who decides one setting, and the text that says so: null for the default, and always of a secret. */
export type Effective = { name: SettingName; text: string | null; source: Source };
