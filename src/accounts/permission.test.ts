import { describe, expect, test } from 'bun:test';
import type { KeyScope } from '../contract/api.ts';
import type { Role } from '../contract/members.ts';
import { PLAIN_PAGE_RULES } from '../contract/page-rules.ts';
import type { ProjectRow, UserRow } from '../storage/port-catalog.ts';
import { actorOf, allows, type Identity, type Need, visibleProjects } from './permission.ts';

const NEEDS: Need[] = ['read', 'write', 'edit', 'admin'];

describe('allows()', () => {
  const cases: [identity: Identity, own: Need[], foreign: Need[]][] = [
    [user(true), NEEDS, NEEDS],
    [user(false), [], []],
    [user(false, 'viewer'), ['read'], []],
    [user(false, 'editor'), ['read', 'edit'], []],
    [user(false, 'owner'), NEEDS, []],
    [key('read'), ['read'], []],
    [key('write'), ['write'], []],
    [key('admin'), NEEDS, []],
  ];
  for (const [identity, own, foreign] of cases) {
    const name =
      identity.kind === 'key'
        ? `a ${identity.scope} key`
        : `owner: ${identity.user.owner}, role ${identity.roles.get(1) ?? 'none'}`;
    test(`allows() answers ${own.join(', ') || 'nothing'} when it gets ${name}`, () => {
      expect(NEEDS.filter((need) => allows(identity, { projectNo: 1, need }))).toEqual(own);
      expect(NEEDS.filter((need) => allows(identity, { projectNo: 2, need }))).toEqual(foreign);
    });
  }
});

test('visibleProjects() keeps what the identity may read', () => {
  const projects = [project(1), project(2)];
  const seen = (identity: Identity) => visibleProjects(identity, projects).map(({ no }) => no);
  expect(seen(user(true))).toEqual([1, 2]);
  expect(seen(user(false))).toEqual([]);
  expect(seen(user(false, 'viewer'))).toEqual([1]);
  expect(seen(key('read'))).toEqual([1]);
  expect(seen(key('write'))).toEqual([]);
});

test('actorOf() names users and keys', () => {
  expect(actorOf(user(true))).toBe('user:u1');
  expect(actorOf(key('read'))).toBe('key:k1');
});

function user(owner: boolean, role?: Role): Identity {
  const facts = { email: 'a@b.c', name: 'A', passwordHash: '', tokenVersion: 0, createdAtMs: 0 };
  const row: UserRow = { id: 'u1', owner, ...facts };
  return { kind: 'user', user: row, roles: new Map(role ? [[1, role]] : []) };
}

function key(scope: KeyScope): Identity {
  return { kind: 'key', keyId: 'k1', projectNo: 1, scope };
}

function project(no: number): ProjectRow {
  const facts = { origins: [], timeZone: 'UTC', createdAtMs: 0, settings: {}, pageRules: PLAIN_PAGE_RULES };
  return { no, id: `p${no}`, name: 'P', writeKey: `hw_${no}`, ...facts };
}
