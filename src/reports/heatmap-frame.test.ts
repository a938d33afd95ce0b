// Whose page lies under a map without clicks of its kind.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type EventsFile, eventsFile } from '../../test/support/events-file.ts';
import type { HeatmapKind } from '../contract/kinds.ts';
import type { Layout } from '../contract/layouts.ts';
import { pageId, randomVisits } from '../storage/conformance/report-visits.ts';
import type { AppliedSlice } from '../storage/port-apply.ts';
import { heatmap } from './heatmap.ts';
import { resolveScope } from './scope.ts';

const FROM_MS = Date.UTC(2026, 10, 1);
const NOW_MS = Date.UTC(2026, 10, 5);
const visits = randomVisits({
  ...{ seed: 7, projectNo: 1, fromMs: FROM_MS, toMs: NOW_MS - 86_400_000 },
  ...{ sessions: 200, eventsPerSession: 6, pages: 1, elements: 2, botShare: 0 },
});
const [box] = visits.boxes;
/** Narrow windows saw the page last, though most clicks are of wide ones, and none in anger. */
const boxOf = (layout: Layout, docW: number, seenAtMs: number): AppliedSlice['boxes'][number] => {
  if (!box) throw new Error('no box was made up');
  return { ...box, page: pageId(0), layout, docW, seenAtMs };
};

let file: EventsFile;
beforeAll(async () => {
  const clicks = visits.clicks.map((click) => ({ ...click, device: 'desktop' as const, kinds: 0 }));
  // The last was kept by machine, before boxes were kept by the width of the window: one of a desktop, 500 px wide.
  const boxes = [
    boxOf('wide', 1440, NOW_MS - 3),
    boxOf('narrow', 390, NOW_MS - 2),
    { ...boxOf('wide', 500, NOW_MS - 1), element: 7 },
  ];
  const kinds = visits.kinds && { ...visits.kinds, rests: [], restBins: [] };
  file = await eventsFile([{ ...visits, clicks, boxes, kinds, elementBins: [], gridBins: [] }]);
});
afterAll(() => file.close());

test.each([[[]], [['country:is:DE']]])(
  'heatmap() of a kind that nobody did, filtered by %j, keeps the layout of the clicks',
  async (filter) => {
    const range = { from: String(FROM_MS), to: String(NOW_MS), bots: '1', filter };
    const scope = resolveScope(range, { projectNo: 1, timeZone: 'UTC' }, NOW_MS);
    const page = pageId(0).toString(36);
    const ask = (kind: HeatmapKind) => heatmap(file.reports, { scope, page, kind });
    const clicked = await ask('click');
    expect(clicked.meta.total).toBeGreaterThan(0);
    expect(clicked.wireframe.boxes.map(({ docW }) => docW)).toEqual([1440]);
    for (const kind of ['rage', 'move'] as const) {
      const { meta, wireframe } = await ask(kind);
      expect(meta).toMatchObject({ total: 0, viewportW: null, layout: { name: 'wide', device: 'desktop' } });
      expect(wireframe).toEqual(clicked.wireframe);
    }
  },
);
