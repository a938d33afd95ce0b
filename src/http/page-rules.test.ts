// Page rules and templates over HTTP: from pages apart to one map, and back; and what is refused.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { addProject, openTestHeat, type TestHeat } from '../../test/support/test-heat.ts';
import type { HeatmapAnswer, Page, PageRow, SessionRowView } from '../contract/api.ts';
import type { ErrorBody } from '../contract/errors.ts';
import type {
  PageMerge,
  PageMergesAnswer,
  PageRulesAnswer,
  TemplateProposals,
} from '../contract/page-answers.ts';

let heat: TestHeat;
let project: Awaited<ReturnType<typeof addProject>>;
const PATHS = [
  '/item/1',
  '/item/2',
  '/item/3',
  '/item/4',
  '/item/5',
  '/About',
  '/about',
  '/docs/index.html',
  '/docs',
];

beforeAll(async () => {
  heat = await openTestHeat();
  project = await addProject(heat, 'Shop');
  for (const [at, path] of PATHS.entries()) await visit(path, { id: `visit-${at}`, clicks: at + 1 });
  await heat.applyAll();
});
afterAll(() => heat.close());

async function visit(path: string, { id, clicks }: { id: string; clicks: number }): Promise<void> {
  const t0 = heat.clock.nowMs() - 60_000;
  const click = {
    type: 'click',
    x: 640,
    y: 300,
    e: 0,
    r: [9, 9],
    box: [600, 280, 80, 40],
    doc: [1280, 2000],
  };
  const json = {
    v: 1,
    sdk: { name: 'heat', version: '1' },
    sentAt: heat.clock.nowMs(),
    session: { id, startedAt: t0, lastSeenAt: t0 },
    visitorId: id,
    ids: `${id}-`,
    t0,
    pages: [{ url: `https://shop.example${path}?ref=${id}`, title: `Page ${path}` }],
    views: [[1280, 720, 1]],
    elements: [{ tag: 'button', id: 'buy' }],
    events: [
      { i: 0, t: 0, type: 'pageview' },
      ...Array.from({ length: clicks }, (_, at) => ({ i: at + 1, t: 500 + at, ...click })),
    ],
  };
  const headers = {
    'x-project-key': project.writeKey,
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0',
  };
  expect((await heat.call('POST', '/ingest', { json, headers })).status).toBe(200);
}

const api = async <T>(method: string, path: string, json?: unknown): Promise<T> => {
  const answer = await heat.call(method, `/api/v1/projects/${project.id}/${path}`, {
    bearer: project.apiKey,
    ...(json === undefined ? {} : { json }),
  });
  return answer.status === 204 ? (undefined as T) : ((await answer.json()) as T);
};
const pathsOf = ({ items }: Page<PageRow>) => items.map(({ path, clicks }) => `${path} ${clicks}`);

test('rules and a template make rows, maps and sessions of what counts as one, until they go', async () => {
  expect((await api<Page<PageRow>>('GET', 'pages')).total).toBe(9);
  expect(await api<PageRulesAnswer>('GET', 'page-rules')).toMatchObject({
    keepQuery: 'all',
    foldCase: false,
    indexFiles: false,
    templates: [],
  });

  const change = { keepQuery: 'none', foldCase: true, indexFiles: true };
  const preview = await api<PageMergesAnswer>('POST', 'page-rules/preview', {
    ...change,
    pattern: '/item/:id',
  });
  expect([preview.before, preview.after, preview.left]).toEqual([9, 3, 0]);
  expect(preview.items.map(({ path, pages, clicks }) => [path, pages, clicks])).toEqual([
    ['/item/:id', 5, 15],
    ['/about', 2, 13],
    ['/docs', 2, 17],
  ]);
  expect((await api<Page<PageRow>>('GET', 'pages')).total).toBe(9);

  // Without a rule for the query each page is another one, since each visit came with its own `ref`.
  await api('PATCH', 'page-rules', change);
  const { items: proposed } = await api<TemplateProposals>('GET', 'templates/proposed');
  expect(proposed.map(({ path, pages }) => [path, pages])).toEqual([['/item/:id', 5]]);
  expect(await api<PageRulesAnswer>('POST', 'templates', { pattern: '/item/:id' })).toMatchObject({
    ...change,
    templates: ['/item/:id'],
  });
  const { items: templates } = await api<Page<PageMerge>>('GET', 'templates');
  expect(templates).toMatchObject([{ path: '/item/:id', pages: 5, pageviews: 5, clicks: 15 }]);
  const [template] = templates;
  const id = template?.page ?? '';

  const pages = await api<Page<PageRow>>('GET', 'pages');
  expect(pathsOf(pages)).toContain('/item/:id 15');
  expect(pages.total).toBe(3);
  expect(pages.items.find(({ page }) => page === id)?.group).toMatchObject({ pages: 5, isTemplate: true });
  expect((await api<Page<PageRow>>('GET', `pages?within=${id}`)).total).toBe(5);
  expect(pathsOf(await api<Page<PageRow>>('GET', 'pages?search=item/3'))).toEqual(['/item/:id 15']);

  const map = await api<HeatmapAnswer>('GET', `heatmap?page=${id}`);
  expect([map.meta.total, map.elements[0]?.count, map.page.path, map.page.group?.pages]).toEqual([
    15,
    15,
    '/item/:id',
    5,
  ]);
  expect(map.wireframe.boxes.length).toBeGreaterThan(0);
  expect((await api<Page<SessionRowView>>('GET', `sessions?page=${id}`)).total).toBe(5);
  const [own] = (await api<Page<PageRow>>('GET', `pages?within=${id}&search=item/2`)).items;
  expect((await api<HeatmapAnswer>('GET', `heatmap?page=${own?.page}`)).meta.total).toBe(2);
  expect(await api<Page<unknown>>('GET', `snapshots?page=${id}`)).toMatchObject({ items: [] });

  await api('DELETE', `templates/${id}`);
  await api('PATCH', 'page-rules', { keepQuery: 'all', foldCase: false, indexFiles: false });
  expect((await api<Page<PageRow>>('GET', 'pages')).total).toBe(9);
});

test.each([
  ['POST', 'templates', { pattern: 'item' }, 'bad_pattern'],
  ['POST', 'templates', { pattern: '/a**' }, 'bad_pattern'],
  ['POST', 'templates', { pattern: `/${'a'.repeat(400)}` }, 'bad_pattern'],
  ['POST', 'templates', {}, 'bad_body'],
  ['POST', 'page-rules/preview', { pattern: '***' }, 'bad_pattern'],
  ['PATCH', 'page-rules', { keepQuery: 'some' }, 'bad_body'],
  ['PATCH', 'page-rules', { keepQuery: ['a b'] }, 'bad_parameter_name'],
  ['PATCH', 'page-rules', { foldCase: 'yes' }, 'bad_body'],
  ['DELETE', 'templates/zzz', undefined, 'template_not_found'],
  ['GET', 'templates?period=3d', undefined, 'bad_parameter'],
] as const)('%s %s with %p is refused as %s', async (method, path, body, code) => {
  expect((await api<ErrorBody>(method, path, body)).code).toBe(code);
});

test('a template is there once, and a project has a bounded number of them', async () => {
  await api('POST', 'templates', { pattern: ' Shop.example/x/:id/ ' });
  const { templates } = await api<PageRulesAnswer>('GET', 'page-rules');
  expect(templates).toEqual(['shop.example/x/:id']);
  const again = await api<ErrorBody>('POST', 'templates', { pattern: 'shop.example/x/:id' });
  expect(again.code).toBe('template_exists');
  for (let n = 1; n < 100; n += 1) await heat.rooms.projects.addTemplate(project.id, `/y${n}/*`, 'test');
  expect((await api<ErrorBody>('POST', 'templates', { pattern: '/z/*' })).code).toBe('too_many_templates');
});
