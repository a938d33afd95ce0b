import { describe, expect, test } from 'bun:test';
import type { JourneysAnswer } from '../../src/contract/funnels.ts';
import { bandPath, layoutSankey } from './sankey-layout.ts';

const node = (path: string, sessions: number, ended = 0) => ({ page: path, path, sessions, ended });
const ANSWER: JourneysAnswer = {
  scope: { fromMs: 0, toMs: 1, timeZone: 'UTC', period: null },
  ...{ direction: 'from', sessions: 10 },
  levels: [
    [node('/', 6, 1), node('/b', 4, 2)],
    [node('/c', 5, 5), node('/d', 2, 2)],
  ],
  links: [
    { level: 0, from: 1, to: 0, sessions: 2 },
    { level: 0, from: 0, to: 0, sessions: 3 },
    { level: 0, from: 0, to: 1, sessions: 2 },
  ],
};
const SIZE = { width: 210, height: 110, barWidth: 10, gap: 10, leastPitch: 0 };

describe('layoutSankey()', () => {
  test('ends stand below the bands that leave a bar, and the last level has none', () => {
    const { ends, bands } = layoutSankey(ANSWER, SIZE);
    for (const { node, y, height } of ends) {
      const left = bands.filter(({ from }) => from === node);
      expect(y).toBeCloseTo(node.y + left.reduce((sum, band) => sum + band.height, 0));
      expect(height).toBeLessThanOrEqual(node.y + node.height - y + 0.001);
      expect(node.level).toBeLessThan(ANSWER.levels.length - 1);
    }
    const ending = ANSWER.levels
      .slice(0, -1)
      .flat()
      .filter(({ ended }) => ended > 0);
    expect(ends.map(({ node }) => node.path)).toEqual(ending.map(({ path }) => path));
    expect(ends.length).toBeGreaterThan(0);
  });

  test('gives every bar the height of its sessions on one scale, without overlaps', () => {
    const { nodes } = layoutSankey(ANSWER, SIZE);
    expect(nodes.map(({ path, x, y, height }) => [path, x, y, height])).toEqual([
      ['/', 0, 0, 60],
      ['/b', 0, 70, 40],
      ['/c', 200, 0, 50],
      ['/d', 200, 60, 20],
    ]);
  });

  test('keeps room for what is written on a low bar', () => {
    const { nodes, bottom } = layoutSankey(ANSWER, { ...SIZE, leastPitch: 50 });
    expect(nodes.map(({ path, y, height }) => [path, y, height])).toEqual([
      ['/', 0, 60],
      ['/b', 70, 40],
      ['/c', 0, 50],
      ['/d', 60, 20],
    ]);
    expect(bottom).toBe(120);
    const { nodes: high } = layoutSankey(ANSWER, { ...SIZE, leastPitch: 70 });
    expect(high.map(({ y }) => y)).toEqual([0, 80, 0, 80]);
  });

  test('stacks bands at both ends inside their bars', () => {
    const { bands } = layoutSankey(ANSWER, SIZE);
    expect(bands.map(({ from, to, y0, y1, height }) => [from.path, to.path, y0, y1, height])).toEqual([
      ['/', '/c', 0, 0, 30],
      ['/', '/d', 30, 60, 20],
      ['/b', '/c', 70, 30, 20],
    ]);
    for (const { from, to, y0, y1, height } of bands) {
      expect(y0 + height).toBeLessThanOrEqual(from.y + from.height);
      expect(y1 + height).toBeLessThanOrEqual(to.y + to.height);
    }
  });

  test('runs to the asked page from left to right', () => {
    const { nodes, bands } = layoutSankey({ ...ANSWER, direction: 'to' }, SIZE);
    expect(nodes.map(({ x }) => x)).toEqual([200, 200, 0, 0]);
    expect(bandPath(bands[0]!, SIZE.barWidth)).toStartWith('M10 0C');
  });

  test('has nothing to place without levels', () => {
    expect(layoutSankey({ ...ANSWER, levels: [], links: [] }, SIZE)).toEqual({
      nodes: [],
      bands: [],
      ends: [],
      bottom: 0,
    });
  });
});
