import { expect, test } from 'bun:test';
import { addProject, openTestHeat } from '../../test/support/test-heat.ts';
import { apiPage } from './api-page.ts';
import { type Access, route } from './route.ts';
import { ROUTES } from './route-table.ts';

test('GET /openapi answers browsers with a page that can run nothing, and others with JSON', async () => {
  const heat = await openTestHeat();
  const bearer = (await addProject(heat, 'Shop')).apiKey;
  const html = await heat.call('GET', '/openapi', {
    bearer,
    headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
  });
  const page = await html.text();
  const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
  const hash = new Bun.CryptoHasher('sha256').update(style).digest('base64');
  const policy = html.headers.get('content-security-policy') ?? '';
  expect(html.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`style-src 'sha256-${hash}'`);
  expect(policy).not.toMatch(/unsafe|script-src/);
  expect(html.headers.get('vary')).toBe('accept');
  expect(page).not.toMatch(/<script|\son\w+=|style=/i);
  for (const { method, path, summary } of ROUTES.filter((one) => !one.path.includes('*'))) {
    expect(page).toContain(`<code>${method} ${path}</code>`);
    expect(page).toContain(summary.split(/[<>&"']/)[0] ?? '');
  }
  // What servers send with, and what an editor may do, are not the same as administering.
  expect(page).toContain('a write or admin key of the project');
  expect(page).toContain('a user who may edit it');
  for (const accept of [undefined, '*/*', 'application/json']) {
    const answer = await heat.call('GET', '/openapi', {
      bearer,
      ...(accept ? { headers: { accept } } : {}),
    });
    expect(answer.headers.get('content-type')).toStartWith('application/json');
    expect(((await answer.json()) as { openapi: string }).openapi).toBe('3.1.0');
    expect(answer.headers.get('vary')).toBe('accept');
  }
  await heat.close();
});

test('apiPage() escapes every text and names every credential', () => {
  const accesses: Access[] = [
    'public',
    'caller',
    'share',
    'user',
    'owner',
    'operator',
    { project: 'read' },
    { project: 'admin' },
  ];
  const hostile = '<img src=x onerror="a(\'b\')">&';
  const page = apiPage(
    accesses.map((access) =>
      route({ method: 'GET', path: '/x', access, tag: hostile, summary: hostile, handle: () => undefined }),
    ),
  );
  expect(page).not.toContain('<img');
  expect(page).toContain('&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;');
  const named = [...page.matchAll(/Credential: ([^<]+)</g)].map(([, words]) => words);
  expect(new Set(named).size).toBe(accesses.length);
});
