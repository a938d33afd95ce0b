// The part of the catalog suite that is about projects.

import { expect } from 'bun:test';
import { PLAIN_PAGE_RULES } from '../../contract/page-rules.ts';
import { HeatError } from '../../lib/errors.ts';
import type { ProjectDraft, ProjectRow } from '../port-catalog.ts';
import type { CatalogCheck } from './catalog-opener.ts';

export function catalogProjectCases(check: CatalogCheck): void {
  check('createProject() stores every field and gives it a number', async ({ catalog, other }) => {
    const draft = projectDraft({ origins: ['https://a.example', 'https://*.b.example'] });
    const project = await catalog.createProject(draft);
    expect(project).toEqual({ ...draft, no: project.no, settings: {}, pageRules: PLAIN_PAGE_RULES });
    expect(project.no).toBeGreaterThan(0);
    expect(await other.findProject('shop')).toEqual(project);
    expect(await other.findProjectByNo(project.no)).toEqual(project);
    expect(await other.findProjectByWriteKey(draft.writeKey)).toEqual(project);
  });

  check('createProject() throws conflict when the id or the write key is taken', async ({ catalog }) => {
    await catalog.createProject(projectDraft());
    for (const twin of [projectDraft({ writeKey: 'hw_2' }), projectDraft({ id: 'other' })]) {
      await expect(catalog.createProject(twin)).rejects.toMatchObject({ kind: 'conflict' });
    }
    expect(await catalog.listProjects()).toHaveLength(1);
  });

  check('createProject() never gives a number out twice', async ({ catalog }) => {
    const first = await catalog.createProject(projectDraft());
    await catalog.removeProject('shop');
    const second = await catalog.createProject(projectDraft());
    expect(second.no).toBeGreaterThan(first.no);
  });

  check('findProject() answers null when there is none', async ({ catalog }) => {
    expect(await catalog.findProject('constructor')).toBeNull();
    expect(await catalog.findProjectByNo(1)).toBeNull();
    expect(await catalog.findProjectByWriteKey('')).toBeNull();
  });

  check('updateProject() changes what is given and leaves the rest', async ({ catalog, other }) => {
    const project = await catalog.createProject(projectDraft());
    const changed = await catalog.updateProject('shop', { name: 'New', origins: [] });
    expect(changed).toEqual({ ...project, name: 'New', origins: [] });
    const rotated = await other.updateProject('shop', { writeKey: 'hw_9', timeZone: 'Europe/Berlin' });
    expect(await catalog.findProject('shop')).toEqual(rotated);
    expect(await catalog.findProjectByWriteKey('hw_1')).toBeNull();
    expect(await catalog.updateProject('shop', {})).toEqual(rotated);
  });

  check('updateProject() merges settings, and null takes one out', async ({ catalog, other }) => {
    await catalog.createProject(projectDraft());
    await catalog.updateProject('shop', { settings: { visitorSnapshots: true, kept: 1 } });
    const changed = await other.updateProject('shop', { settings: { visitorSnapshots: null, added: 'x' } });
    expect(changed.settings).toEqual({ kept: 1, added: 'x' });
    expect((await catalog.findProject('shop'))?.settings).toEqual({ kept: 1, added: 'x' });
  });

  check('updateProject() and removeProject() throw not_found when there is none', async ({ catalog }) => {
    for (const change of [{ name: 'x' }, {}]) {
      await expect(catalog.updateProject('none', change)).rejects.toMatchObject({ kind: 'not_found' });
    }
    await expect(catalog.removeProject('none')).rejects.toMatchObject({ kind: 'not_found' });
  });

  check('changePageRules() replaces them, and leaves them when the change throws', async (opened) => {
    const { catalog, other } = opened;
    const project = await catalog.createProject(projectDraft());
    const add = (template: string) => (rules: ProjectRow['pageRules']) => ({
      ...rules,
      templates: [...rules.templates, template],
    });
    await catalog.changePageRules('shop', add('/a/:id'));
    const changed = await other.changePageRules('shop', add('/b/**'));
    expect(changed).toEqual({
      ...project,
      pageRules: { ...PLAIN_PAGE_RULES, templates: ['/a/:id', '/b/**'] },
    });
    expect(await catalog.findProjectByWriteKey('hw_1')).toEqual(changed);
    const fault = new HeatError({ kind: 'invalid', message: 'no' });
    const refused = catalog.changePageRules('shop', () => {
      throw fault;
    });
    await expect(refused).rejects.toMatchObject({ kind: 'invalid' });
    await expect(catalog.changePageRules('none', add('/x'))).rejects.toMatchObject({ kind: 'not_found' });
    expect(await other.findProject('shop')).toEqual(changed);
  });

  check('updateProject() throws conflict when the write key is taken', async ({ catalog }) => {
    await catalog.createProject(projectDraft());
    await catalog.createProject(projectDraft({ id: 'other', writeKey: 'hw_2' }));
    const taken = catalog.updateProject('other', { writeKey: 'hw_1' });
    await expect(taken).rejects.toMatchObject({ kind: 'conflict' });
  });

  check('removeProject() takes its keys with it and no others', async ({ catalog }) => {
    const shop = await catalog.createProject(projectDraft());
    const blog = await catalog.createProject(projectDraft({ id: 'blog', writeKey: 'hw_2' }));
    const dates = { createdAtMs: 1, expiresAtMs: null, lastUsedAtMs: null, revokedAtMs: null };
    const facts = {
      name: 'k',
      scope: 'read' as const,
      hash: 'h',
      prefix: 'p',
      addresses: [],
      perMinute: null,
      ...dates,
    };
    await catalog.createKey({ id: 'k1', projectNo: shop.no, ...facts });
    await catalog.createKey({ id: 'k2', projectNo: blog.no, ...facts });
    await catalog.removeProject('shop');
    expect(await catalog.findKey('k1')).toBeNull();
    expect(await catalog.findKey('k2')).not.toBeNull();
    expect((await catalog.listProjects()).map(({ id }) => id)).toEqual(['blog']);
  });

  check('removeProject() leaves its number to be cleaned up until that is done', async (opened) => {
    const { catalog, other } = opened;
    const shop = await catalog.createProject(projectDraft());
    const blog = await catalog.createProject(projectDraft({ id: 'blog', writeKey: 'hw_2' }));
    expect(await catalog.removedProjects()).toEqual([]);
    await other.removeProject('blog');
    await catalog.removeProject('shop');
    await expect(catalog.removeProject('shop')).rejects.toMatchObject({ kind: 'not_found' });
    expect(await other.removedProjects()).toEqual([shop.no, blog.no]);
    await catalog.forgetRemovedProject(shop.no);
    await catalog.forgetRemovedProject(shop.no);
    expect(await other.removedProjects()).toEqual([blog.no]);
  });
}

function projectDraft(change: Partial<ProjectDraft> = {}): ProjectDraft {
  const { id = 'shop', name = 'Shop', writeKey = 'hw_1' } = change;
  const { origins = ['https://example.com'], timeZone = 'UTC', createdAtMs = 5 } = change;
  return { id, name, origins, timeZone, writeKey, createdAtMs };
}
