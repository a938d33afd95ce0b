import { expect, test } from 'bun:test';
import {
  NOW_MS,
  wellAddress,
  wellBackups,
  wellData,
  wellFiles,
  wellIpDatabase,
  wellServer,
  wellSite,
  wellState,
} from '../../test/support/doctor-facts.ts';
import { examine } from './examine.ts';
import type { Facts } from './facts.ts';

const well = (): Facts => ({
  ...{ nowMs: NOW_MS, version: '1.0.0', data: wellData(), files: wellFiles(), backups: wellBackups() },
  ...{ server: wellServer(), address: wellAddress(), site: wellSite() },
  ipDatabase: { served: wellIpDatabase(), there: wellIpDatabase() },
  projects: [
    { id: 'shop', origins: ['https://shop.example'], createdAtMs: 0, lastEventAtMs: NOW_MS - 5_000 },
  ],
});
const trouble = (facts: Facts) =>
  examine(facts)
    .filter(({ level }) => level !== 'ok')
    .map(({ level, check }) => `${level} ${check}`);

test('examine() has nothing to say of an installation with which all is well, and looks at every area of it', () => {
  expect(trouble(well())).toEqual([]);
  const areas = new Set(examine(well()).map(({ check }) => check.split('.')[0]));
  expect([...areas]).toEqual(['data', 'files', 'backup', 'server', 'address', 'projects', 'site']);
});

test('examine() tells of a proxy once: as it was seen, or else as the day made likely', () => {
  const told = { ...wellState(), recent: { ...wellState().recent, unheard: 900 } };
  const facts = { ...well(), server: { ...wellServer(), told } };
  const seen = { ...wellAddress().seen!, proxy: 'unheard' as const };
  expect(trouble({ ...facts, address: { ...wellAddress(), seen } })).toEqual(['warning address.proxy']);
  expect(trouble({ ...facts, address: null })).toEqual(['warning server.proxy']);
});

test('examine() judges nothing of what it could not look at', () => {
  const closed = { ...wellData(), state: 'closed' as const, reason: 'EACCES' };
  const none = { files: null, backups: null, server: null, address: null, projects: null, site: null };
  expect(trouble({ ...well(), ...none, data: closed })).toEqual(['fault data.there']);
});

test('examine() says that refusals are not known where the server keeps to itself', () => {
  const server = { ...wellServer(), told: null, stateProblem: 'it answered 401' };
  expect(trouble({ ...well(), server, address: null })).toEqual([
    'note server.state',
    'note projects.refusals',
  ]);
});
