import { describe, expect, test } from 'bun:test';
import { createLog } from './log.ts';

describe('createLog()', () => {
  test('writes one parseable line per fact when text holds newlines and quotes', () => {
    const lines: string[] = [];
    createLog(
      'info',
      (line) => lines.push(line),
      () => 0,
    ).info('a "b"\nc', { path: 'x\ny' });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.split('\n')).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      level: 'info',
      message: 'a "b"\nc',
      path: 'x\ny',
    });
  });

  test('leaves out what is below its level', () => {
    const lines: string[] = [];
    const log = createLog('warn', (line) => lines.push(line));
    log.info('quiet');
    log.warn('heard');
    expect(lines).toHaveLength(1);
  });

  test.each(['warn', 'error'] as const)('collapses a repeated %s and counts it after a minute', (level) => {
    const lines: string[] = [];
    let now = 0;
    const log = createLog(
      'info',
      (line) => lines.push(line),
      () => now,
    );
    log[level]('disk');
    log[level]('disk');
    log[level]('disk');
    expect(lines).toHaveLength(1);
    now = 61_000;
    log[level]('disk');
    expect(JSON.parse(lines[1] ?? '').repeats).toBe(2);
  });
});
