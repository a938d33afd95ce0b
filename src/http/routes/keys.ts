// API keys of a project. A secret is answered once, when it is made.

import { LIMITS } from '../../contract/limits.ts';
import { HeatError } from '../../lib/errors.ts';
import { readWhole } from '../../reports/parameters.ts';
import { readOverlapHours } from '../overlap-hours.ts';
import { route } from '../route.ts';
import {
  keyBody,
  keyChangeBody,
  keyCreated,
  keyPage,
  keyUsagePage,
  keyUsageQuery,
  keyView,
  rotateQuery,
} from '../schema/projects.ts';
import { wholeList } from '../whole-list.ts';

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
      return wholeList(items);
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
      const { name, scope, addresses, perMinute } = body;
      const request = { projectNo: project.no, name, scope, expiresAtMs, addresses, perMinute };
      return rooms.accounts.createKey(request, actor);
    },
  }),
  route({
    method: 'PATCH',
    path: `${LIST}/:keyId`,
    access: { project: 'admin' },
    tag,
    summary: 'Change name, expiry, allowed addresses or limit of an API key, from the next request on',
    body: keyChangeBody,
    answer: keyView,
    handle: ({ rooms, project, params, body: { expiresAt, ...change }, actor }) =>
      rooms.accounts.updateKey(
        { projectNo: project.no, keyId: params.get('keyId') ?? '' },
        { ...change, ...(expiresAt === undefined ? {} : { expiresAtMs: readInstant(expiresAt) }) },
        actor,
      ),
  }),
  route({
    method: 'GET',
    path: '/api/v1/projects/:id/key-usage',
    access: { project: 'admin' },
    tag,
    summary: `Requests of each API key by day of UTC; kept for ${LIMITS.keyUsageDays} days`,
    query: keyUsageQuery,
    answer: keyUsagePage,
    handle: async ({ rooms, project, query }) => {
      const days = readWhole(query.days, { name: 'days', min: 1, max: LIMITS.keyUsageDays, fallback: 30 });
      const items = await rooms.accounts.listKeyUsage(project.no, days);
      return wholeList(items);
    },
  }),
  route({
    method: 'POST',
    path: `${LIST}/:keyId/rotate`,
    access: { project: 'admin' },
    tag,
    summary:
      'Replace an API key by one with the same rights; answers its secret once. The old one works for the hours asked for, else it is refused at once',
    query: rotateQuery,
    answer: keyCreated,
    status: 201,
    handle: ({ rooms, project, params, query, actor }) => {
      const key = { projectNo: project.no, keyId: params.get('keyId') ?? '' };
      return rooms.accounts.rotateKey(key, readOverlapHours(query), actor);
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
