import { expect, test } from 'bun:test';
import { DEFAULT_SETTINGS, readSettings, type StoredSettings } from './project-settings.ts';

test.each<[stored: StoredSettings, visitorSnapshots: boolean]>([
  [{}, DEFAULT_SETTINGS.visitorSnapshots],
  [{ visitorSnapshots: true }, true],
  [{ visitorSnapshots: false }, false],
  [{ visitorSnapshots: 'yes', other: 1 }, false],
])('readSettings() of %j', (stored, visitorSnapshots) => {
  expect(readSettings(stored)).toEqual({ visitorSnapshots });
});
