import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { type EventsFile, eventsFile } from '../../test/support/events-file.ts';
import { pageId, randomVisits } from '../storage/conformance/report-visits.ts';
import type { ExportFormat } from './export-formats.ts';
import { exportHeatmap, type MapRow } from './export-heatmap.ts';
import { heatmap } from './heatmap.ts';
import { resolveScope } from './scope.ts';

const FROM_MS = Date.UTC(2026, 10, 1);
const NOW_MS = Date.UTC(2026, 10, 9);
const SLICE = randomVisits({
  ...{ seed: 21, projectNo: 1, fromMs: FROM_MS, toMs: NOW_MS, sessions: 150, eventsPerSession: 12 },
  ...{ pages: 3, elements: 5, botShare: 0 },
});
// A label that a spreadsheet would run.
for (const info of SLICE.elements) info.descriptor = { tag: '=cmd|x', id: 'a"b' };

let file: EventsFile;
beforeAll(async () => {
  file = await eventsFile([SLICE]);
});
afterAll(() => file.close());

const scope = resolveScope(
  { from: String(FROM_MS), to: String(NOW_MS) },
  { projectNo: 1, timeZone: 'UTC' },
  NOW_MS,
);
const asked = { scope, page: pageId(0).toString(36) };

async function textOf(format: ExportFormat): Promise<string> {
  let text = '';
  for await (const piece of exportHeatmap(file.reports, { ...asked, format })) text += piece;
  return text;
}

describe('exportHeatmap()', () => {
  test('as NDJSON has every element, bin and cell of the answer, once', async () => {
    const answer = await heatmap(file.reports, asked);
    const rows = (await textOf('ndjson'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as MapRow);
    const sum = (kind: MapRow['row']) =>
      rows.filter(({ row }) => row === kind).reduce((total, { count }) => total + count, 0);
    const binned = answer.elements.flatMap(({ bins }) => bins).reduce((total, [, count]) => total + count, 0);
    expect(answer.meta.total).toBeGreaterThan(50);
    expect(sum('element')).toBe(answer.meta.onElements);
    expect(sum('bin')).toBe(binned);
    expect(sum('cell')).toBe(answer.meta.total - answer.meta.ignored);
    expect(rows[0]).toMatchObject({ row: 'element', rank: 1, element: answer.elements[0]?.element });
    for (const { row, offsetX, yPx } of rows) {
      if (row === 'bin') expect(offsetX).toBeWithin(0, 1);
      if (row === 'cell') expect(yPx).toBeGreaterThan(0);
    }
  });

  test('as CSV has a head, as many rows, and no formula', async () => {
    const lines = (await textOf('csv')).trimEnd().split('\r\n');
    expect(lines[0]).toBe(
      '"row","element","label","tag","rank","count","share","offset_x","offset_y","x","y_px"',
    );
    expect(lines.length - 1).toBe((await textOf('ndjson')).trimEnd().split('\n').length);
    expect(lines[1]).toContain(`"'=cmd|x#a""b"`);
    expect(lines[1]).toContain(`"'=cmd|x"`);
  });

  test('as JSON is the answer of the heatmap', async () => {
    expect(JSON.parse(await textOf('json'))).toEqual(
      JSON.parse(JSON.stringify(await heatmap(file.reports, asked))),
    );
  });

  test('throws before its first piece when the question is refused', async () => {
    const pieces = exportHeatmap(file.reports, { ...asked, kind: 'tap', format: 'csv' });
    await expect(pieces.next()).rejects.toMatchObject({ kind: 'invalid' });
  });
});
