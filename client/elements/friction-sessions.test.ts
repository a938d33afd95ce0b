// The list of sessions behind an element with trouble.

import { expect, test } from 'bun:test';
import { LIMITS } from '../../src/contract/limits.ts';
import { parseScope, writeFilter } from '../state/scope.ts';
import { frictionSessions } from './friction-sessions.ts';

const found = { element: 'x7', page: { path: '/caf%C3%A9' }, rage: 0, errors: 0, dead: 0 };
const filtersOf = (search: string, counts: object) =>
  frictionSessions(parseScope(search), { ...found, ...counts }).filters.map(writeFilter);

test.each([
  [{ errors: 14 }, 'error_clicks:min:1'],
  [{ dead: 3 }, 'dead:min:1'],
  [{ rage: 1 }, 'rage:min:1'],
  // Whoever raged need not have clicked in vain: both together would leave sessions out.
  [{ rage: 1, dead: 3 }, 'friction:min:1'],
])('frictionSessions() narrows by element, page and trouble %p', (counts, trouble) => {
  expect(filtersOf('', counts)).toEqual(['element:is:x7', 'page:is:/caf%C3%A9', trouble]);
});

test('frictionSessions() keeps what the scope asks, each once, up to the most filters', () => {
  const asked = ['page:is:/cart', 'element:is:b2', 'dead:min:1'];
  const search = (filters: readonly string[]) => `?${filters.map((text) => `filter=${text}`).join('&')}`;
  expect(filtersOf(search(asked), { dead: 1 })).toEqual([
    ...['page:is:/cart', 'element:is:b2', 'element:is:x7', 'page:is:/caf%C3%A9', 'dead:min:1'],
  ]);
  const most = Array.from({ length: LIMITS.scopeFilters }, (_, at) => `entry:is:/${at}`);
  expect(filtersOf(search(most), { dead: 1 })).toEqual([
    ...most.slice(0, -3),
    ...['element:is:x7', 'page:is:/caf%C3%A9', 'dead:min:1'],
  ]);
});
