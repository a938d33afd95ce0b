// What the series chart draws and writes into files.

import { describe, expect, test } from 'bun:test';
import { csvOf } from './chart-files.ts';
import { type ChartModel, chartTable, largest, notesAt, plotColumns } from './chart-model.ts';

const MODEL: ChartModel = {
  labels: [
    { short: '1', long: 'Monday, 16 November 2026', exact: '2026-11-16' },
    { short: '2', long: 'Tuesday, 17 November 2026', exact: '2026-11-17' },
  ],
  lines: [
    { name: 'Visitors', values: [3, null] },
    { name: '=Before', values: [1, 12.5], isBefore: true },
  ],
  notes: [
    { index: 1, text: 'Deploy "1.2"' },
    { index: 1, text: 'Campaign' },
  ],
};

describe('chartTable()', () => {
  test('has a row for each label and a column for each line, and notes where there are any', () => {
    expect(chartTable(MODEL, 'Day', 'long')).toEqual([
      ['Day', 'Visitors', '=Before', 'Notes'],
      ['Monday, 16 November 2026', '3', '1', ''],
      ['Tuesday, 17 November 2026', '', '12.5', 'Deploy "1.2"; Campaign'],
    ]);
    expect(chartTable({ ...MODEL, notes: [] }, 'Day', 'long')[0]).toEqual(['Day', 'Visitors', '=Before']);
  });

  test('becomes CSV with days that programs read, which no spreadsheet runs', () => {
    expect(csvOf(chartTable(MODEL, 'Day', 'exact'))).toBe(
      `"Day","Visitors","'=Before","Notes"\r\n"2026-11-16",3,1,""\r\n"2026-11-17","",12.5,"Deploy ""1.2""; Campaign"\r\n`,
    );
    expect(csvOf([['-5', '1e+21', '+49', ' =1']])).toBe(`-5,1e+21,"'+49","' =1"\r\n`);
  });
});

test('largest() looks at all lines', () => {
  expect(largest(MODEL)).toBe(12.5);
  expect(largest({ lines: [] })).toBe(0);
});

test('notesAt() gives those of one label', () => {
  expect(notesAt(MODEL, 1)).toEqual(['Deploy "1.2"', 'Campaign']);
  expect(notesAt(MODEL, 0)).toEqual([]);
});

test('plotColumns() dots the end of a line whose newest slot still grows', () => {
  expect(plotColumns([1, 2, 3], false)).toEqual([[1, 2, 3]]);
  expect(plotColumns([1, 2, 3], true)).toEqual([
    [1, 2, null],
    [null, 2, 3],
  ]);
  expect(plotColumns([1], true)).toEqual([[1]]);
});
