import { describe, expect, test } from 'bun:test';
import type { WireframeBox } from './api.ts';
import type { PageBox } from './element.ts';
import { type LayoutSource, layoutFrame } from './frame-layout.ts';
import { boxesOfOtherLayouts } from './one-layout.ts';

const DAY = 86_400_000;
const NOW = { docW: 1440, docH: 1812, seenAtMs: 20 * DAY };
/** Before the page was deployed anew: a bar above the first section, and one more at the end. */
const BEFORE = { docW: 1440, docH: 2482, seenAtMs: 10 * DAY };
const NARROW = { docW: 1100, docH: 1812, seenAtMs: 20 * DAY + 1 };

function box(element: string, place: PageBox, seen: Partial<WireframeBox>, isSection = false): WireframeBox {
  return { element, label: element, tag: 'a', box: place, isSection, ...NOW, ...seen };
}
const section = (name: string, place: PageBox, seen: Partial<WireframeBox>) => box(name, place, seen, true);

const redeployed = [
  section('header', [0, 0, 1440, 71], NOW),
  section('hero', [0, 71, 1440, 472], NOW),
  section('old hero', [0, 121, 1440, 472], BEFORE),
  section('old help', [0, 2077, 1440, 252], BEFORE),
  box('shop', [192, 411, 152, 48], NOW),
  box('old shop', [192, 440, 152, 48], BEFORE),
  // Has not moved, and was not clicked since.
  box('logo', [32, 20, 129, 32], { ...BEFORE, docH: 1812 }),
];

describe('boxesOfOtherLayouts()', () => {
  const cases: [name: string, boxes: WireframeBox[], others: string[]][] = [
    ['nothing', [], []],
    ['a page that was deployed anew', redeployed, ['old help', 'old hero', 'old shop']],
    [
      'two widths: the one that is drawn stays, though the other is newer',
      [
        box('buy', [120, 200, 180, 40], NOW),
        box('menu', [60, 210, 200, 300], NARROW),
        box('far', [700, 900, 90, 40], NARROW),
      ],
      ['menu'],
    ],
    [
      'an old page at the width that is drawn, and the new one at another',
      [section('old hero', [0, 121, 1440, 472], BEFORE), section('hero', [0, 71, 1100, 472], NARROW)],
      ['old hero'],
    ],
    [
      'boxes in each other, and an edge of a pixel over another',
      [
        section('main', [0, 71, 1440, 1000], NOW),
        section('inner', [0, 200, 1440, 300], BEFORE),
        box('one', [100, 100, 50, 50], NOW),
        box('two', [149, 100, 50, 50], BEFORE),
      ],
      [],
    ],
    [
      'what overlaps in one layout',
      [box('card', [100, 100, 200, 200], NOW), box('badge', [280, 90, 40, 40], NOW)],
      [],
    ],
    [
      'a button across the edge of a section',
      [section('hero', [0, 71, 1440, 472], NOW), box('tab', [100, 530, 80, 40], BEFORE)],
      [],
    ],
  ];
  test.each(cases)('finds those of %s', (_, boxes, others) => {
    for (const order of [boxes, boxes.toReversed()]) {
      const found = [...boxesOfOtherLayouts(order, 1440)].map(({ element }) => element);
      expect(found.sort()).toEqual(others);
    }
  });
});

test('layoutFrame() draws one layout, and places the clicks of the others', () => {
  const answer: LayoutSource = {
    wireframe: { docW: 1440, docH: 1812, boxes: redeployed },
    elements: [
      { element: 'old shop', count: 90 },
      { element: 'shop', count: 60 },
    ],
    ...{ points: [], cell: { width: 1, heightPx: 20 }, device: 'desktop' },
  };
  const { boxes, pageH } = layoutFrame(answer, 1440);
  expect(pageH).toBe(1812);
  const outlined = boxes.filter(({ isOther }) => !isOther).map(({ element }) => element);
  expect(outlined.sort()).toEqual(['header', 'hero', 'logo', 'shop']);
  expect(boxes.filter(({ isOther }) => isOther)).toMatchObject([{ element: 'old shop', x: 192, y: 440 }]);
});
