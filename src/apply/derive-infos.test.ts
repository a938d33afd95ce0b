import { expect, test } from 'bun:test';
import { journalBatch, journalEntry, journalEvent, START_MS } from '../../test/support/journal-batches.ts';
import type { JournalBatch, JournalEvent } from '../journal/record.ts';
import { createCleaner } from './clean.ts';
import { derive } from './derive.ts';
import { enrich } from './enrich.ts';
import { parseAgent } from './parse-agent.ts';
import { sessionize } from './sessionize.ts';

const VIEWS: JournalBatch['views'] = [
  [1440, 900, 1],
  [500, 800, 1],
];

function derived(events: JournalEvent[]) {
  const clean = createCleaner()({ ...journalEntry(journalBatch({ events, views: VIEWS })), seq: 1 });
  return derive(sessionize([], clean, ({ from }) => enrich(from.batch, parseAgent))!.events);
}
const section = { scrollY: 0, scrollDepthPct: 10, docHeight: 3000, sections: [[0, 900, 40, 300]] };
const click = { x: 1, y: 1, box: [10, 50, 20, 30], doc: [1440, 3000] };

test.each([
  ['click after strip', { scroll: 0, click: 1 }],
  ['strip after click', { scroll: 1, click: 0 }],
])("deriveInfos() keeps the click's own box of a small element that is also a section: %s", (_, at) => {
  const { boxes } = derived([
    journalEvent({ id: 'a', type: 'scroll', ts: START_MS + at.scroll, f: section }),
    journalEvent({ id: 'b', type: 'click', ts: START_MS + at.click, e: 0, f: click }),
  ]);
  expect(boxes).toMatchObject([{ box: [10, 50, 20, 30], seenAtMs: START_MS + at.click }]);
});

test('deriveInfos() keeps a large block that is clicked a section, with the box of the click', () => {
  const { boxes } = derived([
    journalEvent({ id: 'b', type: 'click', e: 0, f: { ...click, box: [120, 50, 1200, 600] } }),
    journalEvent({ id: 'a', type: 'scroll', ts: START_MS + 1, f: section }),
  ]);
  expect(boxes).toMatchObject([{ isSection: true, box: [120, 50, 1200, 600] }]);
});

test('a box needs an element, a page and the size of its document', () => {
  const bare = [
    journalEvent({ id: 'a', type: 'click', f: click }),
    journalEvent({ id: 'b', type: 'click', e: 0, p: -1, f: click }),
    journalEvent({ id: 'c', type: 'click', e: 0, f: { ...click, doc: [0, 0] } }),
    journalEvent({ id: 'd', type: 'click', e: 0, f: { x: 1, y: 1 } }),
    journalEvent({ id: 'e', type: 'scroll', w: -1, f: section }),
  ];
  expect(derived(bare).boxes).toEqual([]);
});

test('a box is kept for each layout, by the width of the window and not by that of the page', () => {
  const at = (id: string, w: number, doc: [number, number]) =>
    journalEvent({ id, type: 'click', e: 0, w, f: { ...click, doc } });
  const { boxes } = derived([at('a', 0, [1440, 3000]), at('b', 1, [1100, 3000]), at('c', -1, [700, 3000])]);
  expect(boxes.map(({ layout, docW }) => [layout, docW])).toEqual([
    ['wide', 1440],
    ['narrow', 1100],
    ['medium', 700],
  ]);
});

test('sections that point nowhere are left out, the scroll stays', () => {
  const { boxes, elements } = derived([
    journalEvent({ type: 'scroll', f: { ...section, sections: [[9, 1, 2, 3], ['x'], null, [1, 5, 6, 7]] } }),
  ]);
  expect(boxes).toMatchObject([{ box: [0, 6, 1440, 7] }]);
  expect(elements).toMatchObject([{ descriptor: { tag: 'a', href: '/b' } }]);
});

test('the title is that of the newest event that has one', () => {
  const title = (id: string, ms: number, text?: string) =>
    journalEvent({ id, ts: START_MS + ms, f: text === undefined ? {} : { title: text } });
  // A pageview without a title of its own has that of its page, "A".
  expect(derived([title('a', 2, 'New'), title('b', 1, 'Old')]).pages).toMatchObject([
    { title: 'New', seenAtMs: START_MS + 2 },
  ]);
  expect(derived([title('a', 1, 'Old'), title('b', 2)]).pages).toMatchObject([{ title: 'A' }]);
});
