// The options of `heat project update` that switch a project's settings, and how settings are shown.

import type { Command } from 'commander';
import { type ProjectSettings, readSettings, type StoredSettings } from '../../contract/project-settings.ts';
import { readSwitch } from './page-rule-options.ts';

export type SettingOptions = { visitorSnapshots?: string };

export function withSettingOptions(command: Command): Command {
  return command.option(
    '--visitor-snapshots <on|off>',
    'take pages of sampled visitors, all text masked, where you took none (default off)',
  );
}

/** Null when none is given. Throws `invalid` for anything but on and off. */
export function settingsChangeOf({ visitorSnapshots }: SettingOptions): Partial<ProjectSettings> | null {
  return visitorSnapshots === undefined
    ? null
    : { visitorSnapshots: readSwitch(visitorSnapshots, '--visitor-snapshots') };
}

/** `visitor snapshots off` */
export function settingsWords(stored: StoredSettings): string {
  return `visitor snapshots ${readSettings(stored).visitorSnapshots ? 'on' : 'off'}`;
}
