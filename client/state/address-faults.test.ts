import { expect, test } from 'bun:test';
import { LIMITS } from '../../src/contract/limits.ts';
import { findAddressFaults } from './address-faults.ts';
import { parseScope } from './scope.ts';

test.each([
  ['overview', ''],
  ['overview', '?period=30d&compare=none&filter=device:is:mobile&split=prop.plan'],
  ['overview', '?from=2026-11-01&to=2026-11-08&tz=Europe/Berlin'],
  ['overview', '?from=2026-11-08&to=2026-11-08'],
  ['heatmaps', '?page=abc&kind=rage&device=mobile&width=390'],
  ['journeys', '?direction=to&depth=6&view=table'],
  ['retention', '?by=week&who=user'],
  ['sessions', '?sort=friction&filter=goal:is:x&filter=funnel_left:is:y.2'],
  // Another page's parameters mean nothing here.
  ['events', '?depth=99&by=hour'],
])('findAddressFaults() has nothing to say of %s%s', (page, search) => {
  expect(findAddressFaults(`/p/shop/${page}`, search)).toEqual({ said: [], cleaned: search });
});

test.each([
  ['overview', '?period=8d', '“8d”', ''],
  ['overview', '?period=8d&filter=os:is:iOS', '“8d”', '?filter=os%3Ais%3AiOS'],
  ['overview', '?compare=yes', '“yes”', ''],
  ['overview', '?split=colour', '“colour”', ''],
  ['funnels', '?split=page&funnel=a', '“page”', '?funnel=a'],
  ['overview', '?from=2026-11-09&to=2026-11-08', 'ends before', ''],
  ['overview', '?from=yesterday&to=now', '“from” and a “to”', ''],
  ['overview', '?from=2026-11-09', '“from” and a “to”', ''],
  ['sessions', '?filter=colour:is:red&filter=os:is:iOS', '“colour:is:red”', '?filter=os%3Ais%3AiOS'],
  ['sessions', '?filter=rage:is:1', '“rage:is:1”', ''],
  ['sessions', '?sort=oldest', '“oldest”', ''],
  ['heatmaps', '?kind=hover', '“hover”', ''],
  ['journeys', '?depth=7', '“7”', ''],
  ['retention', '?by=month', '“month”', ''],
  ['heatmaps', '?device=fridge', '“fridge”', ''],
])('findAddressFaults() says what is wrong with %s%s', (page, search, words, cleaned) => {
  const found = findAddressFaults(`/p/shop/${page}`, search);
  expect(found.said).toHaveLength(1);
  expect(found.said[0]).toContain(words);
  expect(found.cleaned).toBe(cleaned);
  expect(findAddressFaults(`/p/shop/${page}`, found.cleaned).said).toEqual([]);
  expect(parseScope(found.cleaned)).toEqual(parseScope(search));
});

test('findAddressFaults() names a few of many and counts the rest', () => {
  const bad = Array.from({ length: 9 }, (_, at) => `filter=x${at}:is:1`);
  const good = Array.from({ length: LIMITS.scopeFilters + 1 }, (_, at) => `filter=os:is_not:${at}`);
  const { said } = findAddressFaults('/p/shop', `?${[...bad, ...good].join('&')}`);
  expect(said).toHaveLength(5);
  expect(said.at(-1)).toContain(String(LIMITS.scopeFilters));
});
