// Addresses and who may stand on them.

import { describe, expect, test } from 'bun:test';
import type { ProjectView, UserView } from '../../src/contract/api.ts';
import { DEFAULT_SETTINGS } from '../../src/contract/project-settings.ts';
import { homePath, nextPath, redirectFor } from './guard.ts';
import { matchRoute, projectPath, type Route } from './routes.ts';

describe('matchRoute()', () => {
  test.each<[string, Route]>([
    ['/', { name: 'home' }],
    ['/setup', { name: 'setup' }],
    ['/sign-in/', { name: 'sign-in' }],
    ['/shared', { name: 'shared' }],
    ['/projects', { name: 'projects' }],
    ['/projects/new', { name: 'new-project' }],
    ['/p/shop', { name: 'overview', projectId: 'shop' }],
    ['/p/shop/heatmaps', { name: 'heatmaps', projectId: 'shop' }],
    ['/p/shop/sessions/1x.0', { name: 'session', projectId: 'shop', sid: '1x.0' }],
    ['/p/a%20b/settings', { name: 'settings', projectId: 'a b' }],
    ['/p', { name: 'not-found' }],
    ['/p/shop/shoes', { name: 'not-found', within: 'shop' }],
    ['/p/shop/heatmaps/1', { name: 'not-found', within: 'shop' }],
    ['/p/shop/sessions/1/2', { name: 'not-found', within: 'shop' }],
    ['/p/%E0%A4%A/overview', { name: 'not-found' }],
    ['/demo/', { name: 'not-found' }],
  ])('%p', (path, route) => expect(matchRoute(path)).toEqual(route));
});

test('projectPath() comes back from matchRoute() whatever the ids hold', () => {
  const path = projectPath('a/b?c', 'sessions', 'x#1.2');
  expect(matchRoute(path)).toEqual({ name: 'session', projectId: 'a/b?c', sid: 'x#1.2' });
});

const user: UserView = { id: 'u', email: 'a@b.c', name: '', owner: true, createdAtMs: 0 };
const project = (id: string): ProjectView => ({
  id,
  name: id,
  origins: [],
  timeZone: 'UTC',
  createdAtMs: 0,
  writeKey: 'k',
  role: 'owner' as const,
  lastEventAtMs: null,
  lastHeardAtMs: null,
  oldWriteKeys: [],
  settings: DEFAULT_SETTINGS,
  followsFromMs: 0,
});
const projects = [project('shop'), project('blog')];

describe('redirectFor()', () => {
  const at = (
    address: string,
    who: UserView | null | undefined,
    known: ProjectView[] | null = projects,
    lastProjectId: string | null = null,
  ) => {
    const url = new URL(address, 'http://localhost');
    return redirectFor({
      route: matchRoute(url.pathname),
      user: who,
      projects: known,
      lastProjectId,
      address: url,
    });
  };
  test.each<[string, UserView | null | undefined, string | null]>([
    ['/p/shop/overview', undefined, null],
    ['/p/shop/overview?period=30d', null, '/sign-in?next=%2Fp%2Fshop%2Foverview%3Fperiod%3D30d'],
    ['/', null, '/sign-in'],
    ['/setup#token', null, null],
    ['/shared#token', null, null],
    ['/shared#token', user, null],
    ['/p/shop/overview', user, null],
    ['/', user, '/p/shop/overview'],
    ['/sign-in', user, '/p/shop/overview'],
    ['/sign-in?next=%2Faccount', user, '/account'],
    ['/sign-in#token', user, null],
    ['/nonsense', user, null],
  ])('%p', (address, who, target) => expect(at(address, who)).toBe(target));

  test('waits for the projects, then takes the one looked at last', () => {
    expect(at('/', user, null)).toBeNull();
    expect(at('/', user, projects, 'blog')).toBe('/p/blog/overview');
    expect(homePath([], 'blog')).toBe('/projects/new');
  });
});

describe('nextPath() is a path of our own or nothing', () => {
  test.each<[string, string | null]>([
    ['?next=%2Fp%2Fshop%2Fsessions', '/p/shop/sessions'],
    ['?next=https%3A%2F%2Fevil.example', null],
    ['?next=%2F%2Fevil.example', null],
    ['?next=%2F%5Cevil.example', null],
    ['?next=%2F%09%2Fevil.example', null],
    ['?next=%2F%0A%5Cevil.example', null],
    ['?next=%2F%2F%2Fevil.example', null],
    ['?next=%2F.%2Fsign-in', null],
    ['?next=javascript%3Aalert(1)', null],
    ['?next=%2Fsign-in%3Fnext%3D%2F', null],
    ['', null],
  ])('%p', (search, path) => expect(nextPath(search)).toBe(path));
});
