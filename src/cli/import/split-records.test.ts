import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { LIMITS } from '../../contract/limits.ts';
import { type InputRecord, splitRecords } from './split-records.ts';

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.slice(at, at + size);
    at += size;
  }
}

async function records(
  input: string | Uint8Array,
  { isQuoted = false, sizes = [7] }: { isQuoted?: boolean; sizes?: number[] } = {},
): Promise<InputRecord[]> {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  return (await Array.fromAsync(splitRecords(cut(bytes, sizes), { isQuoted }))).flat();
}

const plain = (found: readonly InputRecord[]) => found.map(({ line, text }) => [line, text]);

describe('splitRecords()', () => {
  test('numbers lines from 1 and passes over empty ones, whatever ends them', async () => {
    expect(plain(await records('\ufeffa\r\n\r\nb\n\nc'))).toEqual([
      [1, 'a'],
      [3, 'b'],
      [5, 'c'],
    ]);
  });

  test('keeps line breaks in quotes, and counts them', async () => {
    const text = 'a,"x\ny ""z""\n",b\nnext\n';
    expect(plain(await records(text, { isQuoted: true }))).toEqual([
      [1, 'a,"x\ny ""z""\n",b'],
      [4, 'next'],
    ]);
  });

  test('is the same however the bytes are cut', async () => {
    const text = 'é,"ß\n"\n\n"a""b"\r\nlast,line';
    const whole = await records(text, { isQuoted: true, sizes: [1_000] });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }),
        async (sizes) => {
          expect(await records(text, { isQuoted: true, sizes })).toEqual(whole);
        },
      ),
    );
    expect(whole.map(({ line }) => line)).toEqual([1, 4, 5]);
  });

  test('names what is too long or not UTF-8, and goes on behind it', async () => {
    const long = 'x'.repeat(LIMITS.importLineChars + 1);
    const found = await records(`a\n${long}\nb\n`, { sizes: [65_536] });
    expect(found.map(({ line, text, fault }) => [line, text, fault?.slice(0, 14)])).toEqual([
      [1, 'a', undefined],
      [2, null, 'It is longer t'],
      [3, 'b', undefined],
    ]);
    const latin = await records(new Uint8Array([0x61, 0x0a, 0xe9, 0x0a, 0x62]));
    expect(latin.map(({ fault }) => fault)).toEqual([null, 'It is not UTF-8', null]);
  });

  test('holds no more than a line while a quote is missing', async () => {
    const rows = `"open,${'row\n'.repeat(LIMITS.importLineChars / 2)}`;
    const found = await records(`head\n${rows}`, { isQuoted: true, sizes: [65_536] });
    expect(found[1]).toMatchObject({
      line: 2,
      text: null,
      fault: expect.stringContaining('is a quote missing?'),
    });
    expect(found.at(-1)?.text).toBe('row');
  });
});
