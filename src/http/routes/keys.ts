// API keys of a project. A secret is answered once, when it is made.

import { HeatError } from '../../lib/errors.ts';
import { route } from '../route.ts';
import { keyBody, keyCreated, keyPage } from '../schema/projects.ts';

const tag = 'Keys';
const LIST = '/api/v1/projects/:id/keys';

export const keyRoutes = [
  route({
    method: 'GET',
    path: LIST,
    access: { project: 'admin' },
    tag,
    summary: 'API keys of the project, revoked ones included',
    answer: keyPage,
    handle: async ({ rooms, project }) => {
      const items = await rooms.accounts.listKeys(project.no);
      return { items, total: items.length, nextCursor: null };
    },
  }),
  route({
    method: 'POST',
    path: LIST,
    access: { project: 'admin' },
    tag,
    summary: 'Create an API key; answers its secret once',
    body: keyBody,
    answer: keyCreated,
    status: 201,
    handle: ({ rooms, project, body, actor }) => {
      const expiresAtMs = readInstant(body.expiresAt ?? null);
      const request = { projectNo: project.no, name: body.name, scope: body.scope, expiresAtMs };
      return rooms.accounts.createKey(request, actor);
    },
  }),
  route({
    method: 'DELETE',
    path: `${LIST}/:keyId`,
    access: { project: 'admin' },
    tag,
    summary: 'Revoke an API key at once',
    status: 204,
    handle: async ({ rooms, project, params, actor }) => {
      await rooms.accounts.revokeKey({ projectNo: project.no, keyId: params.get('keyId') ?? '' }, actor);
      return undefined;
    },
  }),
];

function readInstant(value: number | string | null): number | null {
  if (value === null) return null;
  const ms = typeof value === 'number' ? value : Date.parse(value);
  if (Number.isSafeInteger(ms)) return ms;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_body',
    message: 'The field "expiresAt" is not allowed: it is UTC milliseconds or an ISO 8601 date',
    details: { field: 'expiresAt' },
  });
}
