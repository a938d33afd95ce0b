// The built dashboard: small, complete, and nothing in it that its Content-Security-Policy would refuse.

import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuiltFile, buildClient } from './build-client.ts';

const FIRST_LOAD_BYTES = 60 * 1024;

let outdir = '';
let files: BuiltFile[] = [];
let page = '';

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'heat-client-'));
  files = await buildClient(outdir);
  page = await Bun.file(join(outdir, 'index.html')).text();
});

afterAll(() => rm(outdir, { recursive: true, force: true }));

test('buildClient() stays within the budget of the first load', () => {
  const scripts = files.filter(({ path, isFirstLoad }) => isFirstLoad && path.endsWith('.js'));
  expect(scripts.length).toBeGreaterThanOrEqual(2);
  expect(scripts.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0)).toBeLessThan(FIRST_LOAD_BYTES);
});

test('buildClient() writes an index whose files exist and carry a hash', async () => {
  const named = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => path ?? '');
  expect(named.length).toBeGreaterThanOrEqual(4);
  for (const path of named) {
    expect(path).toMatch(/-[a-z0-9]{8}\.\w+$/);
    expect(await Bun.file(join(outdir, path)).exists()).toBe(true);
  }
});

test('buildClient() leaves no inline script, style or handler in the page', () => {
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
});

test('buildClient() writes an index that says something before any script has come', () => {
  expect(page).toMatch(/<heat-app>[\s\S]*Loading heat…[\s\S]*<\/heat-app>/);
});

test('buildClient() bundles the production build of Lit and keeps decorators working', async () => {
  const main = files.find(({ path }) => /^assets\/main-/.test(path));
  const text = await Bun.file(join(outdir, main?.path ?? '')).text();
  expect(text).not.toContain('Lit is in dev mode');
  expect(text).toContain('heat-app');
});

test('buildClient() writes the same names for the same source', async () => {
  const again = await mkdtemp(join(tmpdir(), 'heat-client-'));
  try {
    expect((await buildClient(again)).map(({ path }) => path)).toEqual(files.map(({ path }) => path));
  } finally {
    await rm(again, { recursive: true, force: true });
  }
});
