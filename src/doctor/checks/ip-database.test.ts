import { afterAll, describe, expect, test } from 'bun:test';
import { writeFileSync } from 'node:fs';
import { NOW_MS, wellState } from '../../../test/support/doctor-facts.ts';
import { ipDatabaseFile } from '../../../test/support/ip-database-file.ts';
import { tempDir } from '../../../test/support/temp-dir.ts';
import type { InstallationState } from '../../contract/installation.ts';
import { DAY_MS } from '../../contract/slots.ts';
import { openIpDatabase } from '../../lib/ip-database.ts';
import { gatherIpDatabase } from '../gather/ip-database.ts';
import { checkIpDatabase } from './ip-database.ts';

const dir = tempDir();
afterAll(() => dir[Symbol.dispose]());

function edition(name: string, daysOld: number): string {
  const path = dir.join(name);
  const networks = [['81.2.69.0/24', { country: { iso_code: 'GB' } }]] as const;
  writeFileSync(path, ipDatabaseFile({ networks, kind: 'Test', builtAtMs: NOW_MS - daysOld * DAY_MS }));
  return path;
}
const recent = edition('recent.mmdb', 20);
const old = edition('old.mmdb', 91);
const missing = dir.join('missing.mmdb');

/** A heat that was started with the file as it was then, `daysOld` now. */
const started = (file: string | null, daysOld = 20): InstallationState => ({
  ...wellState(),
  ipDatabase:
    file === null ? null : { ...openIpDatabase(recent).about, file, builtAtMs: NOW_MS - daysOld * DAY_MS },
});

describe('checkIpDatabase()', () => {
  const cases: [
    what: string,
    settings: string | null,
    told: InstallationState | null,
    found: string,
    says: RegExp,
  ][] = [
    [
      'nothing runs and the file is good',
      recent,
      null,
      'ok',
      /"Test" of 2026-11-01, \d+ bytes in memory, IPv4/,
    ],
    ['heat has it in memory', null, started(recent), 'ok', /looked up in "Test"/],
    ['it is old', old, null, 'warning', /91 days old/],
    ['heat has an old one in memory', recent, started(old, 91), 'warning', /91 days old/],
    ['a newer one lies there', null, started(recent, 60), 'note', /Another edition/],
    ['an old one was replaced', null, started(recent, 100), 'note', /Another edition/],
    ['heat was started without it', recent, started(null), 'note', /was not started with/],
    ['the file is missing', missing, null, 'fault', /there is no such file/],
    ['the file is missing and was never read', missing, started(null), 'fault', /there is no such file/],
    ['the file went while heat runs', null, started(missing), 'warning', /would not start again/],
  ];
  test.each(cases)('says so when %s', (_, settings, told, found, says) => {
    const facts = gatherIpDatabase(settings, told);
    if (!facts) throw new Error('found none');
    const [finding, ...more] = checkIpDatabase(facts, NOW_MS);
    expect([finding?.level, more]).toEqual([found as 'ok', []]);
    expect(finding?.what).toMatch(says);
    expect(finding?.todo === null).toBe(found === 'ok');
  });

  test('is not asked where neither settings nor heat have one', () => {
    expect(gatherIpDatabase(null, started(null))).toBeNull();
    expect(gatherIpDatabase(null, null)).toBeNull();
  });
});
