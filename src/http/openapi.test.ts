// The description of the API beside the API itself: a document of OpenAPI 3.1, and every GET answering what it says.

import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { faultsOf, type Schema } from '../../test/support/against-schema.ts';
import { compactBody, compactEvents } from '../../test/support/ingest-bodies.ts';
import { addProject, openTestHeat, signUpOwner, type TestHeat } from '../../test/support/test-heat.ts';
import type { Page, PageRow, SessionRowView } from '../contract/api.ts';

type Operation = {
  parameters: { name: string; in: string; required: boolean }[];
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
};

let heat: TestHeat;
let project: Awaited<ReturnType<typeof addProject>>;
let document: { openapi: string; paths: Record<string, Record<string, Operation>> };
let owner = '';
let visitor = '';
/** What stands in the document's addresses as `{name}`. */
const names = new Map<string, string>();

beforeAll(async () => {
  heat = await openTestHeat({ flags: { publicUrl: 'https://heat.example' } });
  owner = (await signUpOwner(heat)).token;
  project = await addProject(heat, 'Shop');
  names.set('id', project.id).set('dimension', 'browser');
  await heat.call('POST', '/ingest', {
    json: compactBody(Object.values(compactEvents)),
    headers: { 'x-project-key': project.writeKey, 'user-agent': 'Mozilla/5.0 Chrome/153.0.0.0' },
  });
  await heat.applyAll();
  const steps = ['/', '/basket'].map((value) => ({ type: 'page', match: 'is', value }));
  await make('funnelId', 'funnels', {
    ...{ name: 'Buys', steps, windowMs: 60_000, order: 'loose', unit: 'session' },
  });
  await make('goalId', 'goals', { name: 'Bought', filters: ['event:is:purchase'], valueEvent: 'purchase' });
  await make('alertId', 'alerts', {
    ...{ name: 'Crowd', metric: 'visitors', comparison: 'above', threshold: 5, window: '1h' },
    ...{ cooldownMinutes: 15, url: 'https://hooks.example/x' },
  });
  await make('', 'annotations', { text: 'Deploy', atMs: heat.clock.nowMs() });
  await make('', 'segments', { name: 'Chrome', filters: ['browser:is:Chrome'] });
  await make('', 'templates', { pattern: '/item/:id' });
  await make('', 'invitations', { email: 'a@b.example', role: 'viewer' });
  const share = { target: { view: 'overview' }, scope: { period: '7d' }, name: 'Team', days: 3 };
  const { url } = await make('', 'shares', share);
  const opened = await heat.call('POST', '/api/v1/shared', { json: { token: url?.split('#')[1] } });
  visitor = ((await opened.json()) as { access: string }).access;
  const sessions = await read<Page<SessionRowView>>(`/api/v1/projects/${project.id}/sessions?period=24h`);
  names.set('sid', sessions.items[0]?.id ?? '');
  const pages = await read<Page<PageRow>>(`/api/v1/projects/${project.id}/pages?period=24h`);
  names.set('page', pages.items[0]?.page ?? '');
  document = await read('/openapi');
});
afterAll(() => heat.close());

async function read<T>(path: string): Promise<T> {
  return (await (await heat.call('GET', path, { bearer: owner })).json()) as T;
}

type Made = { id?: string; url?: string; alert?: { id: string } };

/** Makes something of the project, and notes its id under the name that the document has for it. */
async function make(name: string, list: string, json: object): Promise<Made> {
  const answer = await heat.call('POST', `/api/v1/projects/${project.id}/${list}`, { bearer: owner, json });
  const made = (await answer.json()) as Made;
  if (answer.status !== 201) throw new Error(`${list}: ${JSON.stringify(made)}`);
  if (name) names.set(name, made.id ?? made.alert?.id ?? '');
  return made;
}

/** What has to be asked for, where there is no default. */
const ASKED: Readonly<Record<string, string>> = {
  dimension: 'browser',
  kind: 'user',
  definition: JSON.stringify({
    ...{ steps: ['/', '/basket'].map((value) => ({ type: 'page', match: 'is', value })) },
    ...{ windowMs: 60_000, order: 'loose', unit: 'session' },
  }),
};
/** Their answers are no JSON, never end, need a page's own token, or are for the process itself. */
const APART = /\/live$|^\/snapshots|\/snapshots\/\{snapshotId\}$|^\/health\/seen$|^\/demo$/;
/** The share above shows the overview; the other parts have the schemas of their reports. */
const NOT_SHARED = /\/shared\/(heatmap|scroll|snapshot|funnel|sessions|session)$/;

/** Answers with `items` that are no lists: what was looked for, proposed, or asked for by id; counts since a time. */
const NO_LIST = /\/(similar|values|proposed|recorded|refusals)$/;

describe('/openapi', () => {
  test('is a document of 3.1: no word in it is of 3.0 or of older schemas alone', () => {
    expect(document.openapi).toBe('3.1.0');
    const text = JSON.stringify(document);
    expect(text).toContain('"prefixItems":[{');
    expect(text).not.toMatch(/"items":\[|"additionalItems"|"nullable"/);
  });

  test('takes no texts for numbers', () => {
    expect(JSON.stringify(document)).not.toContain('"format":"integer"');
  });

  test('tells each form of an export', () => {
    const forms = (path: string) => Object.keys(document.paths[path]?.get?.responses[200]?.content ?? {});
    const all = ['text/csv', 'application/x-ndjson', 'application/json'];
    for (const what of ['sessions', 'events', 'heatmap'])
      expect(forms(`/api/v1/projects/{id}/export/${what}`)).toEqual(all);
    expect(forms('/api/v1/projects/{id}/person/export')).toEqual([
      'application/json',
      'application/x-ndjson',
    ]);
  });

  test('tells of every list how many there are, and where the next page is', () => {
    const short = Object.entries(document.paths).filter(([path, { get }]) => {
      const schema = get?.responses[200]?.content?.['application/json']?.schema.properties as
        | Schema
        | undefined;
      return schema?.items && !schema.scope && !NO_LIST.test(path) && !(schema.total && schema.nextCursor);
    });
    expect(short.map(([path]) => path)).toEqual([]);
  });

  test('is what every GET answers, field by field', async () => {
    const faults: string[] = [];
    let asked = 0;
    for (const [path, { get }] of Object.entries(document.paths)) {
      if (!get || APART.test(path) || NOT_SHARED.test(path)) continue;
      asked += 1;
      faults.push(...(await faultsOfAnswer(path, get)).map((fault) => `${path}: ${fault}`));
    }
    expect(faults).toEqual([]);
    expect(asked).toBeGreaterThan(60);
  });
});

async function faultsOfAnswer(path: string, operation: Operation): Promise<string[]> {
  const query = operation.parameters
    .filter((one) => one.in === 'query' && one.required)
    .map(({ name }) => {
      const value = name === 'sessions' ? names.get('sid') : (ASKED[name] ?? names.get(name));
      return `${name}=${encodeURIComponent(name === 'id' ? 'anna@shop.example' : (value ?? ''))}`;
    });
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name) => names.get(name) ?? name);
  const ofProjectKey = path.startsWith('/api/v1/') && !path.includes('{id}') && !isOfUsers(path);
  const bearer = path.includes('/shared/') ? visitor : ofProjectKey ? project.apiKey : owner;
  const answer = await heat.call('GET', `${address}?${query.join('&')}`, { bearer });
  const [[status, declared] = ['', {}]] = Object.entries(operation.responses);
  const text = await answer.text();
  if (String(answer.status) !== status) return [`answers ${answer.status}: ${text.slice(0, 200)}`];
  const type = answer.headers.get('content-type')?.replace(/;.*/, '') ?? '';
  const content = declared.content?.[type];
  if (!content) return [`answers ${type}, which is not declared`];
  return type === 'application/json' ? faultsOf(content.schema, JSON.parse(text)) : [];
}

/** Whose answers are those of a signed-in user, not of a key. */
const isOfUsers = (path: string) => /^\/api\/v1\/(audit|users?|secret|projects$)/.test(path);
