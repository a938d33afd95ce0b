// Charts as tables: what stands in the CSV beside the picture.

import { expect, test } from 'bun:test';
import type { JourneysAnswer, RetentionAnswer } from '../../src/contract/funnels.ts';
import { cohortsFile } from './paint-cohorts.ts';
import { funnelFile } from './paint-funnel.ts';
import { journeysFile } from './paint-sankey.ts';

const SCOPE = { fromMs: 0, toMs: 1, timeZone: 'UTC', period: null };

test('funnelFile() has a row for each step', () => {
  const step = { share: 1, shareOfPrevious: 1, left: 3, medianMs: null, p90Ms: null, leftFrom: [] };
  const { rows } = funnelFile([
    { ...step, label: 'Start', count: 5 },
    {
      ...step,
      label: 'Paid',
      count: 2,
      share: 0.4,
      shareOfPrevious: 0.4,
      left: 0,
      medianMs: 900,
      p90Ms: 1200,
    },
  ]);
  expect(rows.slice(1)).toEqual([
    ['Start', '5', '1', '1', '3', '', ''],
    ['Paid', '2', '0.4', '0.4', '0', '900', '1200'],
  ]);
});

test('journeysFile() names both ends of every band, the rest, and where paths end', () => {
  const node = (page: string | null, path: string, sessions: number, ended: number) => ({
    page,
    path,
    sessions,
    ended,
  });
  const answer: JourneysAnswer = {
    ...{ scope: SCOPE, direction: 'from', sessions: 5 },
    levels: [
      [node('a', '/', 3, 0), node('b', '/blog', 2, 2)],
      [node('c', '/cart', 2, 1), node(null, '', 1, 1)],
    ],
    links: [
      { level: 0, from: 0, to: 0, sessions: 2 },
      { level: 0, from: 0, to: 1, sessions: 1 },
    ],
  };
  expect(journeysFile(answer).rows).toEqual([
    ['Step', 'Page', 'Next page', 'Sessions'],
    ['1', '/', '/cart', '2'],
    ['1', '/', 'Other pages', '1'],
    ['1', '/blog', '(ended)', '2'],
    ['2', '/cart', '(ended)', '1'],
    ['2', 'Other pages', '(ended)', '1'],
  ]);
});

test('cohortsFile() leaves out slots in which nobody first came', () => {
  const answer: RetentionAnswer = {
    ...{ scope: SCOPE, interval: 'day', unit: 'visitor' },
    cohorts: [
      { startMs: 0, label: '1 Nov', size: 4, returned: [4, 2] },
      { startMs: 1, label: '2 Nov', size: 0, returned: [0] },
      { startMs: 2, label: '3 Nov', size: 1, returned: [1] },
    ],
  };
  expect(cohortsFile(answer, 0.5).rows).toEqual([
    ['First came', 'Visitors', 'Same day', 'Day 1'],
    ['1 Nov', '4', '4', '2'],
    ['3 Nov', '1', '1'],
  ]);
});
