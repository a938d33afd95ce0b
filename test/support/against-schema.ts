// Whether a value is what a schema of /openapi says, no more and no less: fields that the schema does not name are faults
// too. For the words that our schemas use; anything else in them is a fault of the schema.

export type Schema = { [word: string]: unknown };

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** What of `value` is not as `schema` says, each with its place; nothing when all is. */
export function faultsOf(schema: Schema, value: unknown, at = '$'): string[] {
  if (Array.isArray(schema.anyOf)) return faultsOfUnion(schema.anyOf, value, at);
  if ('const' in schema) return schema.const === value ? [] : [`${at} is not ${schema.const}`];
  if (schema.type === undefined) return [];
  if (!TYPES[String(schema.type)]?.(value)) return [`${at} is no ${schema.type}`];
  if (schema.type === 'array') return faultsOfItems(schema, value as unknown[], at);
  if (schema.type === 'object') return faultsOfFields(schema, value as Schema, at);
  return [];
}

function faultsOfUnion(options: Schema[], value: unknown, at: string): string[] {
  const all = options.map((option) => faultsOf(option, value, at));
  return all.reduce((least, one) => (one.length < least.length ? one : least));
}

function faultsOfItems(schema: Schema, value: unknown[], at: string): string[] {
  const fixed = schema.prefixItems as Schema[] | undefined;
  if (fixed && fixed.length !== value.length) return [`${at} has ${value.length} items`];
  return value.flatMap((item, n) => faultsOf(fixed?.[n] ?? (schema.items as Schema), item, `${at}[${n}]`));
}

function faultsOfFields(schema: Schema, value: Schema, at: string): string[] {
  const {
    properties = {},
    required = [],
    patternProperties = {},
  } = schema as {
    properties?: Record<string, Schema>;
    required?: string[];
    patternProperties?: Record<string, Schema>;
  };
  const schemaOf = (name: string): Schema | undefined =>
    properties[name] ??
    Object.entries(patternProperties).find(([pattern]) => new RegExp(pattern).test(name))?.[1] ??
    (schema.additionalProperties === true ? {} : undefined);
  return [
    ...required.filter((name) => !Object.hasOwn(value, name)).map((name) => `${at}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, one]) => {
      const its = schemaOf(name);
      return its ? faultsOf(its, one, `${at}.${name}`) : [`${at}.${name} is not described`];
    }),
  ];
}
