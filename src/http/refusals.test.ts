// What the API refuses, as rows: method, address, credential and body, and the status and code of the answer.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import {
  addProject,
  type CallOptions,
  OWNER,
  openTestHeat,
  type SignedUp,
  signUpOwner,
  type TestHeat,
} from '../../test/support/test-heat.ts';
import type { ErrorBody } from '../contract/errors.ts';

let heat: TestHeat;
let owner: SignedUp;
let project: { apiKey: string };

beforeAll(async () => {
  heat = await openTestHeat({ flags: { publicUrl: 'https://heat.example.com' } });
  owner = await signUpOwner(heat);
  project = await addProject(heat, 'My shop');
});
afterAll(() => heat.close());

describe('refusals', () => {
  type Row = [
    method: string,
    path: string,
    options: CallOptions & { as?: 'owner' | 'key' },
    expected: string,
  ];
  const shop = '/api/v1/projects/my-shop';
  const huge = 'x'.repeat(100_000);
  const rows: Row[] = [
    ['GET', '/api/v1/nowhere', {}, '404 not_found'],
    ['GET', '/api/v1/projects/my-shop/sessions/x/y', { as: 'owner' }, '404 not_found'],
    ['POST', '/nowhere', {}, '404 not_found'],
    ['GET', '/ingest', {}, '405 method_not_allowed'],
    ['PUT', shop, { as: 'owner' }, '405 method_not_allowed'],
    ['POST', `${shop}/overview`, { as: 'owner' }, '405 method_not_allowed'],
    ['TRACE', '/health', {}, '405 method_not_allowed'],
    ['GET', `${shop}/overview?period=fortnight`, { as: 'key' }, '400 bad_parameter'],
    ['GET', `${shop}/overview?peroid=7d`, { as: 'key' }, '400 bad_query'],
    ['GET', `${shop}/overview?period=7d&period=24h`, { as: 'key' }, '400 bad_query'],
    ['GET', `${shop}/overview?__proto__=1`, { as: 'key' }, '400 bad_query'],
    ['GET', `${shop}/heatmap`, { as: 'key' }, '400 bad_query'],
    ['GET', `${shop}/export/sessions?minEvents=many`, { as: 'key' }, '400 bad_parameter'],
    ['GET', `${shop}/export/sessions?format=xlsx`, { as: 'key' }, '400 bad_query'],
    ['GET', `${shop}/overview?tz=${huge}`, { as: 'key' }, '413 query_too_large'],
    ['GET', `${shop}/sessions/%00`, { as: 'key' }, '404 session_not_found'],
    ['GET', '/api/v1/projects/__proto__', { as: 'owner' }, '404 project_not_found'],
    ['GET', '/api/v1/projects/..%2f..%2fsecret', { as: 'owner' }, '404 project_not_found'],
    ['GET', `/api/v1/projects/${huge}`, { as: 'owner' }, '404 not_found'],
    [
      'POST',
      '/api/v1/projects',
      { as: 'owner', body: '{', headers: { 'content-type': 'application/json' } },
      '400 bad_json',
    ],
    ['POST', '/api/v1/projects', { as: 'owner', body: 'name=x' }, '415 unsupported'],
    ['POST', '/api/v1/projects', { as: 'owner', json: { name: huge } }, '413 body_too_large'],
    ['POST', '/api/v1/projects', { as: 'owner', json: { name: { toString: 1 } } }, '400 bad_body'],
    ['POST', '/api/v1/projects', { as: 'owner', json: { name: 'x', isAdmin: true } }, '400 bad_body'],
    ['POST', '/api/v1/projects', { as: 'owner', json: [] }, '400 bad_body'],
    ['POST', `${shop}/keys`, { as: 'owner', json: { name: 'x', scope: 'owner' } }, '400 bad_body'],
    [
      'POST',
      `${shop}/keys`,
      { as: 'owner', json: { name: 'x', scope: 'read', expiresAt: 'soon' } },
      '400 bad_body',
    ],
    ['DELETE', `${shop}/keys/__proto__`, { as: 'owner' }, '404 not_found'],
    [
      'POST',
      '/api/v1/auth/sign-in',
      { json: { email: OWNER.email, password: 'wrong password' } },
      '401 bad_credentials',
    ],
    [
      'POST',
      '/api/v1/auth/sign-in',
      { json: { email: 'nobody@example.com', password: 'wrong password' } },
      '401 bad_credentials',
    ],
    [
      'POST',
      '/api/v1/auth/sign-in',
      { json: { email: OWNER.email, password: huge.slice(0, 50_000) } },
      '400 bad_body',
    ],
    ['POST', '/api/v1/auth/sign-in', { json: { email: OWNER.email, password: null } }, '400 bad_body'],
    ['POST', '/api/v1/auth/sign-in', { json: { email: { $ne: '' }, password: 'x' } }, '400 bad_body'],
    [
      'POST',
      '/api/v1/auth/sign-up',
      { json: { token: 'guess', email: 'a@example.com', password: 'long enough password' } },
      '401 bad_link',
    ],
    ['POST', '/api/v1/auth/link', { json: { token: 'guess' } }, '401 bad_link'],
    ['POST', '/api/v1/setup', { json: { token: 'guess' } }, '401 bad_link'],
    ['GET', '/api/v1/user', { headers: { authorization: 'Basic b3duZXI6eA==' } }, '401 bad_credential'],
    ['GET', '/api/v1/user', { headers: { cookie: `__Host-heat=${huge}` } }, '401 bad_credential'],
    ['GET', '/api/v1/user', { headers: { cookie: '__proto__=x; constructor=y' } }, '401 credential_needed'],
    ['GET', '/api/v1/projects/current', { as: 'owner' }, '403 forbidden'],
    ['GET', '/metrics', {}, '401 credential_needed'],
  ];
  const titled = rows.map((row) => [`${row[0]} ${row[1].slice(0, 60)} is ${row[3]}`, ...row] as const);
  test.each(titled)('%s', async (_, method, path, { as, ...options }, expected) => {
    const bearer = as === 'owner' ? { bearer: owner.token } : as === 'key' ? { bearer: project.apiKey } : {};
    const answer = await heat.call(method, path, { ...bearer, ...options });
    const body = (await answer.json()) as ErrorBody;
    expect(`${answer.status} ${body.code}`).toBe(expected);
    expect(body).toEqual({
      error: body.error,
      code: body.code,
      message: expect.any(String),
      requestId: answer.headers.get('x-request-id') as string,
      ...(body.details === undefined ? {} : { details: body.details }),
    });
    expect(JSON.stringify(body).length).toBeLessThan(1024);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    if (answer.status === 405) expect(answer.headers.get('allow')).not.toBe('');
  });
});

test('unknown accounts and wrong passwords get the same answer', async () => {
  const answers = await Promise.all(
    [OWNER.email, 'nobody@example.com'].map(async (email) => {
      const answer = await heat.call('POST', '/api/v1/auth/sign-in', {
        json: { email, password: 'wrong password' },
      });
      return { ...((await answer.json()) as ErrorBody), requestId: '' };
    }),
  );
  expect(answers[0]).toEqual(answers[1] as ErrorBody);
});

test('a fault of ours answers a fixed text, and the log has the reason', async () => {
  const broken = await openTestHeat();
  await signUpOwner(broken);
  broken.rooms.accounts.needsOwner = () => Promise.reject(new Error('SELECT secret FROM users'));
  const answer = await broken.call('GET', '/api/v1/setup');
  const body = (await answer.json()) as ErrorBody;
  expect([answer.status, body.code]).toEqual([500, 'internal']);
  expect(JSON.stringify(body)).not.toContain('SELECT');
  const line = broken.logged.find((one) => one.includes(body.requestId)) ?? '';
  expect(line).toContain('SELECT secret');
  await broken.close();
});

test('refused requests leave nothing of themselves in the log', () => {
  const lines = heat.logged.join('');
  for (const text of [
    'fortnight',
    'isAdmin',
    'wrong password',
    'nobody@example.com',
    owner.token,
    project.apiKey,
  ]) {
    expect(lines).not.toContain(text);
  }
});
