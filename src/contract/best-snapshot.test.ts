import { describe, expect, test } from 'bun:test';
import { bestSnapshot, needsLayout } from './best-snapshot.ts';
import type { Device } from './event-types.ts';

type Row = {
  id: string;
  page: string;
  device: Device;
  viewportW: number;
  isMasked: boolean;
  createdAtMs: number;
};

const row = (id: string, createdAtMs: number, change: Partial<Row> = {}): Row => ({
  ...{ id, createdAtMs, page: 'a', device: 'desktop', viewportW: 1440, isMasked: false },
  ...change,
});
/** Newest first. */
const STORED = [
  row('new', 400),
  row('new phone', 390, { device: 'mobile', viewportW: 390 }),
  row('other page', 380, { page: 'b' }),
  row('old', 100),
  row('old phone', 90, { device: 'mobile', viewportW: 390 }),
  row('narrow window', 80, { viewportW: 500 }),
];

describe('bestSnapshot()', () => {
  const cases: [why: string, asked: Parameters<typeof bestSnapshot>[1], id: string][] = [
    ['the newest where nothing is asked', { device: null }, 'new'],
    ['the newest of a layout', { device: null, layout: 'narrow' }, 'new phone'],
    ['the newest of any where the layout has none', { device: null, layout: 'medium' }, 'new'],
    ['the layout of a device class', { device: 'desktop', layout: 'narrow' }, 'narrow window'],
    ['the device class before the layout', { device: 'mobile', layout: 'wide' }, 'new phone'],
    ['the layout where the device class has none', { device: 'tablet', layout: 'narrow' }, 'new phone'],
    ['the newest of a device class', { device: 'mobile' }, 'new phone'],
    ['the newest of any where the class has none', { device: 'tablet' }, 'new'],
    ['the leading page before others', { device: null, lead: 'b' }, 'other page'],
    ['the one of that time', { device: 'desktop', atMs: 300 }, 'old'],
    ['the one of that time and class', { device: 'mobile', atMs: 390 }, 'new phone'],
    ['the oldest where none was there yet', { device: 'mobile', atMs: 10 }, 'old phone'],
  ];
  test.each(cases)('takes %s', (_, asked, id) => {
    expect(bestSnapshot(STORED, asked)?.id).toBe(id);
  });

  test("takes the owner's before a visitor's, of whatever time, and nothing from nothing", () => {
    const masked = row('masked', 500, { isMasked: true });
    expect(bestSnapshot([masked, ...STORED], { device: 'desktop', atMs: 450 })?.id).toBe('new');
    expect(bestSnapshot([masked], { device: 'desktop' })?.id).toBe('masked');
    expect(bestSnapshot([], { device: null })).toBeNull();
  });
});

test('needsLayout() of snapshots that one window would have taken is false', () => {
  expect(needsLayout(STORED, { device: null })).toBeTrue();
  expect(needsLayout(STORED, { device: 'desktop' })).toBeTrue();
  expect(needsLayout(STORED, { device: 'mobile' })).toBeFalse();
  expect(needsLayout([], { device: null })).toBeFalse();
});
