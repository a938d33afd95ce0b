import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { compactBody, compactEvents, heatSdkBody } from '../../../test/support/ingest-bodies.ts';
import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { asEnvelope, checkBatch } from './check.ts';

const sender = { userAgent: null, language: null, host: '' };
const checkText = (text: string) => checkBatch(asEnvelope(JSON.parse(text)), sender);

describe('whatever comes', () => {
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      1e308,
      -1e308,
      -0,
      1e15,
      'x'.repeat(3000),
      '\ud800',
      '\0',
      '__proto__',
      'click',
      '2026-11-21',
    ),
  );
  /** A good value with some of its fields replaced, left out or added. */
  const bent = <T extends object>(base: T) =>
    fc
      .tuple(
        fc.dictionary(fc.constantFrom(...Object.keys(base), 'extra', '__proto__'), odd, { maxKeys: 4 }),
        fc.boolean(),
      )
      .map(([changes, isWhole]) => (isWhole ? changes : { ...base, ...changes }));
  const event = fc.oneof(
    ...Object.values(compactEvents).map((base) => bent(base)),
    ...(heatSdkBody().events as object[]).map((base) => bent(base)),
    odd,
  );
  const body = fc
    .tuple(
      fc.boolean(),
      fc.array(event, { minLength: 1, maxLength: 6 }),
      fc.dictionary(fc.constantFrom('pages', 'views', 'elements', 'device', 'user', 'app', 'sentAt'), odd, {
        maxKeys: 1,
      }),
    )
    .map(([isCompact, events, more]) =>
      isCompact ? compactBody(events, more) : heatSdkBody({ events, ...more }),
    );

  test('the check throws nothing but HeatError, accounts for every event and stays within the limits', () => {
    fc.assert(
      fc.property(body, (value) => {
        const text = JSON.stringify(value);
        let checked: ReturnType<typeof checkText>;
        try {
          checked = checkText(text);
        } catch (error) {
          expect(error).toBeInstanceOf(HeatError);
          return;
        }
        const { batch, rejected } = checked;
        expect(batch.events.length + rejected.length).toBe((value.events as unknown[]).length);
        const stored = JSON.stringify(batch);
        expect(stored.isWellFormed()).toBe(true);
        expect(stored).not.toContain('\\u0000');
        for (const { id, ts, p, w, e, f, type } of batch.events) {
          expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
          expect(ts > 0 && Number.isInteger(ts)).toBe(true);
          expect(p >= -1 && p < batch.pages.length && w >= -1 && w < batch.views.length).toBe(true);
          expect(e === undefined || batch.elements[e] !== undefined).toBe(true);
          if (type === 'click') {
            for (const at of [f.x, f.y] as number[]) expect(at >= 0 && at <= LIMITS.coordinatePx).toBe(true);
          }
          expect(Buffer.byteLength(JSON.stringify(f))).toBeLessThan(LIMITS.propsBytes * 3 + 16_384);
        }
        for (const [w, h] of batch.views) expect(Math.min(w, h)).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 1500 },
    );
  });
});
