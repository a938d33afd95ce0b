import { describe, expect, test } from 'bun:test';
import { t } from 'elysia';
import { ERROR_STATUS } from '../contract/errors.ts';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';
import { compileChecker, readJsonBody, readQuery } from './input.ts';
import { oneOf, whole } from './schema/lists.ts';

const schema = t.Object(
  {
    name: t.String({ maxLength: 5 }),
    kind: t.Optional(oneOf(['a', 'b'])),
    list: t.Optional(t.Array(t.String())),
    days: t.Optional(whole({ minimum: 1, maximum: 9 })),
  },
  { additionalProperties: false },
);

async function refusal(work: () => unknown): Promise<HeatError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof HeatError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('compileChecker()', () => {
  const check = compileChecker(schema, 'body');
  test('gives good values back', () => {
    expect(check({ name: 'x', kind: 'a' })).toEqual({ name: 'x', kind: 'a' });
  });

  const bad: [what: string, value: unknown, message: RegExp, details: object][] = [
    [
      'an unknown field',
      { name: 'x', SENTINEL: 1 },
      /unknown field/,
      { allowed: ['name', 'kind', 'list', 'days'] },
    ],
    [
      'an own __proto__',
      JSON.parse('{"name":"x","__proto__":{"a":1}}'),
      /unknown field/,
      { allowed: ['name', 'kind', 'list', 'days'] },
    ],
    ['a missing field', {}, /"name" is missing/, { field: 'name' }],
    ['a long text', { name: 'SENTINEL' }, /"name".*5/, { field: 'name' }],
    [
      'a wrong choice',
      { name: 'x', kind: 'SENTINEL' },
      /"kind".*one of a, b/,
      { field: 'kind', allowed: ['a', 'b'] },
    ],
    ['a wrong type', { name: ['SENTINEL'] }, /"name"/, { field: 'name' }],
    ['a text for a number', { name: 'x', days: '7' }, /"days".*number/, { field: 'days' }],
    ['a part of a whole', { name: 'x', days: 1.5 }, /"days".*multiple of 1/, { field: 'days' }],
    ['a number out of bounds', { name: 'x', days: 10 }, /"days".*9/, { field: 'days' }],
    ['an array', ['SENTINEL'], /not an object/, {}],
    ['null', null, /not an object/, {}],
    ['a text', 'SENTINEL', /not an object/, {}],
  ];
  test.each(bad)('refuses %s and repeats nothing of it', async (_, value, message, details) => {
    const error = await refusal(() => check(value));
    expect(error.kind).toBe('invalid');
    expect(error.message).toMatch(message);
    expect(error.details).toMatchObject(details);
    expect(JSON.stringify([error.message, error.details])).not.toContain('SENTINEL');
  });
});

describe('readQuery()', () => {
  test('gives texts, and lists where the schema has them', () => {
    expect(readQuery('http://h/?name=a%20b&list=x,y&list=z', schema)).toEqual({
      name: 'a b',
      list: ['x,y', 'z'],
    });
    expect(readQuery('http://h/?list=x', schema)).toEqual({ list: ['x'] });
    expect(readQuery('http://h/', schema)).toEqual({});
  });

  test('refuses a parameter given twice, and a long query', async () => {
    expect((await refusal(() => readQuery('http://h/?name=a&name=b', schema))).kind).toBe('invalid');
    expect(
      (await refusal(() => readQuery(`http://h/?name=${'x'.repeat(LIMITS.queryChars)}`, schema))).kind,
    ).toBe('too_large');
  });
});

describe('readJsonBody()', () => {
  const post = (body: string | Uint8Array<ArrayBuffer>, type: string | null = 'application/json') =>
    new Request('http://localhost/', {
      method: 'POST',
      body,
      headers: type === null ? {} : { 'content-type': type },
    });

  test('reads JSON with a charset', async () => {
    expect(await readJsonBody(post('{"a":1}', 'Application/JSON; charset=utf-8'))).toEqual({ a: 1 });
  });

  const bad: [what: string, request: () => Request, status: number][] = [
    ['a form', () => post('a=1', 'application/x-www-form-urlencoded'), 415],
    ['a form with JSON in it', () => post('{"a":1}', 'multipart/form-data; boundary=x'), 415],
    ['plain text', () => post('{"a":1}', 'text/plain'), 415],
    ['half of it', () => post('{"a":'), 400],
    ['bad UTF-8', () => post(new Uint8Array([34, 255, 34])), 400],
    ['nothing', () => post(''), 400],
    ['too much', () => post(JSON.stringify('x'.repeat(LIMITS.apiBodyBytes))), 413],
  ];
  test.each(bad)('refuses %s', async (_, request, status) => {
    const error = await refusal(() => readJsonBody(request()));
    expect(ERROR_STATUS[error.kind]).toBe(status as never);
  });
});
