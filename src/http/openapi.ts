// OpenAPI 3.1 from the declared routes alone: 3.0 knows neither `const` nor `null`. @elysiajs/openapi is not used: it reads
// Elysia's own validation hooks, which these routes do not have, and its page loads a viewer from another host.

import type { TSchema } from 'elysia';
import { version } from '../lib/version.ts';
import { paramNames, type RouteDeclaration } from './route.ts';
import { errorBody } from './schema/ingest.ts';

type Parameter = {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  description?: string;
  schema: TSchema | { type: 'string' };
};

const SECURITY_SCHEMES = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API key (heat_r_…, heat_w_…, heat_a_…) or the token that sign-in answers; of share links the one that POST /api/v1/shared answers.',
  },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'x-api-key',
    description: 'The same API key, for clients that cannot set Authorization.',
  },
  cookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'heat',
    description: 'The dashboard; its writes need x-heat: 1.',
  },
};
const PROBLEM = { $ref: '#/components/schemas/Problem' };
const JSON_TYPE = 'application/json';

/** The whole document. Routes that match any path (`/*`) are no part of the API. */
export function describeRoutes(routes: readonly RouteDeclaration[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    if (route.path.includes('*')) continue;
    const path = route.path.replaceAll(/:([^/]+)/g, '{$1}');
    const operations = paths[path] ?? {};
    operations[route.method.toLowerCase()] = operationOf(route);
    paths[path] = operations;
  }
  return today({
    openapi: '3.1.0',
    info: {
      title: 'heat',
      version,
      description: 'Heatmaps and session analytics. Instants are UTC milliseconds.',
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: { Problem: errorBody }, securitySchemes: SECURITY_SCHEMES },
  });
}

/** The OpenAPI operation of a route, from its declaration alone. */
function operationOf(route: RouteDeclaration) {
  const body = route.body ?? route.ownBody;
  return {
    tags: [route.tag],
    summary: route.summary,
    parameters: [...pathParameters(route), ...queryParameters(route)],
    ...(body ? { requestBody: { required: true, content: jsonContent(body) } } : {}),
    responses: {
      [route.status]: { description: 'Success', ...successContent(route) },
      default: { description: 'Refusal', content: { [JSON_TYPE]: { schema: PROBLEM } } },
    },
    security: securityOf(route),
  };
}

function pathParameters({ path }: RouteDeclaration): Parameter[] {
  return paramNames(path).map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters({ query }: RouteDeclaration): Parameter[] {
  const properties = (query?.properties ?? {}) as Record<string, TSchema>;
  const required = new Set((query?.required ?? []) as string[]);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    ...(schema.description ? { description: schema.description } : {}),
    schema,
  }));
}

function successContent(route: RouteDeclaration) {
  if (route.answer) return { content: jsonContent(route.answer) };
  const types = route.answerTypes.map((type) => type.replace(/;.*/, ''));
  if (types.length === 0) return {};
  return { content: Object.fromEntries(types.map((type) => [type, { schema: textOrAnything(type) }])) };
}

/** JSON without a schema may hold anything; all else is text. */
function textOrAnything(type: string) {
  return type === JSON_TYPE ? {} : { type: 'string' };
}

function jsonContent(schema: TSchema) {
  return { [JSON_TYPE]: { schema } };
}

/** The same with schemas in the words of 2020, which 3.1 speaks: only lists of fixed length are written differently. */
function today(document: object): object {
  return JSON.parse(JSON.stringify(document), (_, value) => {
    if (!Array.isArray(value?.items)) return value;
    const { items: prefixItems, additionalItems: items, ...rest } = value;
    return { ...rest, prefixItems, items };
  });
}

function securityOf({ access }: RouteDeclaration): Record<string, string[]>[] {
  if (access === 'public') return [];
  return access === 'share' ? [{ bearer: [] }] : [{ bearer: [] }, { apiKey: [] }, { cookie: [] }];
}
