// The options of `heat project update` that switch a project's settings, and how settings are shown.

import type { Command } from 'commander';
import { LIMITS } from '../../contract/limits.ts';
import { type ProjectSettings, readSettings, type StoredSettings } from '../../contract/project-settings.ts';
import { counted } from '../../lib/counted.ts';
import { HeatError } from '../../lib/errors.ts';
import { readSwitch } from './page-rule-options.ts';

export type SettingOptions = { visitorSnapshots?: string; aggregateOnly?: string; eventDays?: string };

export function withSettingOptions(command: Command): Command {
  return command
    .option(
      '--visitor-snapshots <on|off>',
      'take pages of sampled visitors, all text masked, where you took none (default off)',
    )
    .option(
      '--aggregate-only <on|off>',
      `answer sums only: nothing that follows one person, no cell below ${LIMITS.leastVisitors} visitors (default off)`,
    )
    .option(
      '--event-days <days>',
      'days that sessions and events are kept, and up to one more; 0 keeps them (default 0)',
    );
}

/** Null when none is given. Throws `invalid` naming the option. */
export function settingsChangeOf(options: SettingOptions): Partial<ProjectSettings> | null {
  const { visitorSnapshots, aggregateOnly, eventDays } = options;
  const change: Partial<ProjectSettings> = {
    ...(visitorSnapshots === undefined
      ? {}
      : { visitorSnapshots: readSwitch(visitorSnapshots, '--visitor-snapshots') }),
    ...(aggregateOnly === undefined ? {} : { aggregateOnly: readSwitch(aggregateOnly, '--aggregate-only') }),
    ...(eventDays === undefined ? {} : { eventDays: readDays(eventDays) }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

function readDays(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days <= LIMITS.eventDaysMax) return days;
  throw new HeatError({
    kind: 'invalid',
    message: `Cannot keep events for "${text}" days`,
    hint: `--event-days 0 to ${LIMITS.eventDaysMax}; 0 keeps them`,
  });
}

/** `visitor snapshots off · sums only off · events kept for ever` */
export function settingsWords(stored: StoredSettings): string {
  const { visitorSnapshots, aggregateOnly, eventDays } = readSettings(stored);
  const onOff = (isOn: boolean): string => (isOn ? 'on' : 'off');
  const kept = eventDays === 0 ? 'kept' : `kept ${counted(eventDays, 'day')}`;
  return `visitor snapshots ${onOff(visitorSnapshots)}, aggregate only ${onOff(aggregateOnly)}, events ${kept}`;
}
