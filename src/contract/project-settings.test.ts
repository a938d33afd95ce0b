import { expect, test } from 'bun:test';
import { LIMITS } from './limits.ts';
import {
  DEFAULT_SETTINGS,
  type ProjectSettings,
  readSettings,
  type StoredSettings,
} from './project-settings.ts';

test.each<[stored: StoredSettings, change: Partial<ProjectSettings>]>([
  [{}, {}],
  [{ visitorSnapshots: true }, { visitorSnapshots: true }],
  [{ visitorSnapshots: false }, {}],
  [{ visitorSnapshots: 'yes', other: 1 }, {}],
  [
    { replay: true, replayDays: 7, replayMegabytes: 1 },
    { replay: true, replayDays: 7, replayMegabytes: 1 },
  ],
  [{ replay: 1, replayDays: '7', replayMegabytes: 1.5 }, {}],
  [{ replayDays: 0, replayMegabytes: LIMITS.replayMegabytesMax + 1 }, {}],
  [{ replayDays: LIMITS.replayDaysMax }, { replayDays: LIMITS.replayDaysMax }],
])('readSettings() of %j', (stored, change) => {
  expect(readSettings(stored)).toEqual({ ...DEFAULT_SETTINGS, ...change });
});
