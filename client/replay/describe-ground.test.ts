// What a replay says of its ground: of a finger it never speaks as of a pointer.

import { describe, expect, test } from 'bun:test';
import type { SnapshotView } from '../../src/contract/api.ts';
import { buildTimeline } from './build-timeline.ts';
import { describeGround } from './describe-ground.ts';
import type { Scene } from './timeline.ts';

const [bare] = buildTimeline([]).scenes as [Scene];
const page = { page: 'a', host: 'shop.example', path: '/', title: '' };
const scene: Scene = { ...bare, page };
const view: SnapshotView = {
  ...{ id: 's', page: 'a', url: 'https://shop.example/', title: '', device: 'mobile', layoutHash: 'x' },
  ...{ viewportW: 390, viewportH: 800, docW: 390, docH: 2000, nodes: 9, bytes: 9, isMasked: false },
  createdAtMs: Date.UTC(2026, 10, 21),
};
const ground = { isPending: false, scene, map: { exact: 2, of: 2 } };

describe.each([
  ['a snapshot', view],
  ['no snapshot', null],
])('describeGround() over %s', (_, shown) => {
  test('speaks of taps where no mouse was', () => {
    const said = describeGround({ ...ground, view: shown, hasPointer: false });
    expect(said).toContain('taps');
    expect(said).not.toMatch(/pointer/i);
  });

  test('does not where one was', () => {
    const said = describeGround({ ...ground, view: shown, hasPointer: true });
    expect(said).not.toContain('finger');
    expect(said.includes('The pointer is drawn in proportion')).toBe(shown !== null);
  });
});
