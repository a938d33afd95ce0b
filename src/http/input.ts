// Reads and checks what a request brings: query parameters and a JSON body, against the schemas of its route.
// Refusals name the field and what is allowed, never the value that was sent.

import { getSchemaValidator, type TSchema } from 'elysia';
import { LIMITS } from '../contract/limits.ts';
import { HeatError } from '../lib/errors.ts';

/** Checks a value and gives it back, or throws `invalid`. */
export type Checker = (value: unknown) => unknown;

type SchemaFault = { path: string; message: string; schema: TSchema };

/** Compiles a schema once; `what` names the part of the request in refusals. */
export function compileChecker(schema: TSchema, what: 'query' | 'body'): Checker {
  const validator = getSchemaValidator(schema, { coerce: false, normalize: false });
  return (value) => {
    if (validator.Check(value)) return value;
    const [first] = validator.Errors(value) as Iterable<SchemaFault>;
    throw describeFault(schema, what, first, value);
  };
}

/** Query parameters as an object of texts; a parameter that the schema lists as an array is one. */
export function readQuery(url: string, schema: TSchema): Record<string, string | string[]> {
  const mark = url.indexOf('?');
  const text = mark < 0 ? '' : url.slice(mark + 1);
  if (text.length > LIMITS.queryChars) {
    throw new HeatError({
      kind: 'too_large',
      code: 'query_too_large',
      message: `The query is longer than ${LIMITS.queryChars} characters`,
      details: { limit: LIMITS.queryChars },
    });
  }
  const values = new Map<string, string | string[]>();
  const params = new URLSearchParams(text);
  for (const name of new Set(params.keys())) {
    const all = params.getAll(name);
    const isList = propertyOf(schema, name)?.type === 'array';
    if (all.length > 1 && !isList) {
      throw new HeatError({
        kind: 'invalid',
        code: 'bad_query',
        message: 'A query parameter is given twice that may stand only once',
        details: { allowed: propertyNames(schema) },
      });
    }
    values.set(name, isList ? all : (all[0] ?? ''));
  }
  return Object.fromEntries(values);
}

/** The JSON body of a request. Throws `unsupported`, `too_large` or `invalid`; nothing of the body is repeated. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new HeatError({
      kind: 'unsupported',
      message: 'This address takes JSON: send content-type application/json',
      details: { allowed: ['application/json'] },
    });
  }
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > LIMITS.apiBodyBytes) throw bodyTooLarge();
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > LIMITS.apiBodyBytes) throw bodyTooLarge();
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new HeatError({ kind: 'invalid', code: 'bad_json', message: 'The body is not valid JSON' });
  }
}

function bodyTooLarge(): HeatError {
  return new HeatError({
    kind: 'too_large',
    code: 'body_too_large',
    message: `The body is larger than ${LIMITS.apiBodyBytes} bytes`,
    details: { limit: LIMITS.apiBodyBytes },
  });
}

// Only names that the schema knows may appear in a refusal: an unknown name is input too.
function describeFault(
  schema: TSchema,
  what: 'query' | 'body',
  fault: SchemaFault | undefined,
  value: unknown,
): HeatError {
  const [name = ''] = (fault?.path ?? '').split('/').filter((part) => part !== '');
  const code = `bad_${what}`;
  const noun = what === 'query' ? 'query parameter' : 'field';
  if (name === '' || !propertyNames(schema).includes(name)) {
    const message =
      name === ''
        ? `The ${what} is not an object of the expected fields`
        : `The ${what} has an unknown ${noun}`;
    return new HeatError({ kind: 'invalid', code, message, details: { allowed: propertyNames(schema) } });
  }
  const wanted = propertyOf(schema, name);
  const allowed = allowedValues(wanted);
  if (typeof value === 'object' && value !== null && !Object.hasOwn(value, name)) {
    const hint = typeof wanted?.description === 'string' ? `: ${wanted.description}` : '';
    const message = `The ${noun} "${name}" is missing${hint}`;
    return new HeatError({
      kind: 'invalid',
      code,
      message,
      details: { field: name, ...(allowed ? { allowed } : {}) },
    });
  }
  return new HeatError({
    kind: 'invalid',
    code,
    message: `The ${noun} "${name}" is not allowed: ${ruleOf(fault)}`,
    details: { field: name, ...(allowed ? { allowed } : {}) },
  });
}

function ruleOf(fault: SchemaFault | undefined): string {
  const allowed = allowedValues(fault?.schema);
  return allowed
    ? `it is one of ${allowed.join(', ')}`
    : (fault?.message ?? 'it has another form').toLowerCase();
}

function allowedValues(schema: TSchema | undefined): string[] | null {
  if (!Array.isArray(schema?.anyOf)) return null;
  const values = schema.anyOf.map((option: TSchema) => option.const);
  return values.every((value: unknown) => typeof value === 'string') ? values : null;
}

function propertyNames(schema: TSchema): string[] {
  return Object.keys((schema.properties as object | undefined) ?? {});
}

function propertyOf(schema: TSchema, name: string): TSchema | undefined {
  const properties = schema.properties as Record<string, TSchema> | undefined;
  return properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
}
