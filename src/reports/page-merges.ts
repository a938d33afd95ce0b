// Which pages would count as one under other rules, with their counts: shown before anything is saved.

import type { Page, PageRow, SnapshotView } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import type { PageMerge, PageMergesAnswer } from '../contract/page-answers.ts';
import { compilePageRules, type PageRules } from '../contract/page-rules.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { pageIdOf, templateIdOf } from '../storage/port-pages.ts';
import { opaqueId } from './parameters.ts';
import { type ResolvedScope, storeScope } from './scope.ts';

/** What a snapshot tells of its page's layout. */
export type LayoutSeen = Pick<SnapshotView, 'page' | 'device' | 'layoutHash'>;
/** Newest layout of each page by device class. */
export type Layouts = ReadonlyMap<string, ReadonlyMap<string, string>>;

const EXAMPLES = 5;

/** The project's pages as they are stored, most viewed first, at most LIMITS.pagesWeighed. */
export async function storedPages(
  store: ReportStore,
  scope: ResolvedScope,
  options: QueryOptions,
): Promise<Page<PageRow>> {
  const all = { search: null, device: null, rules: null, within: null, cursor: null };
  return store.pages({ ...storeScope(scope), ...all, limit: LIMITS.pagesWeighed }, options);
}

/** What counts as one under `next` and does not under the scope's rules; templates that match nothing are left out. */
export async function previewMerges(
  store: ReportStore,
  { scope, next, snapshots }: { scope: ResolvedScope; next: PageRules; snapshots: readonly LayoutSeen[] },
  options: QueryOptions = {},
): Promise<PageMergesAnswer> {
  const { items, total } = await storedPages(store, scope, options);
  const layouts = layoutsOf(snapshots);
  const now = new Map(mergesOf(items, scope.pageRules, layouts).map((merge) => [merge.page, merge]));
  const after = mergesOf(items, next, layouts);
  const isNew = ({ page, pages, isTemplate }: PageMerge) =>
    (pages > 1 || isTemplate) && now.get(page)?.pages !== pages;
  return {
    items: after.filter(isNew),
    before: now.size,
    after: after.length,
    left: total - items.length,
  };
}

/** The project's templates, also those without pages in the scope, most pageviews first. */
export async function listTemplates(
  store: ReportStore,
  { scope, snapshots }: { scope: ResolvedScope; snapshots: readonly LayoutSeen[] },
  options: QueryOptions = {},
): Promise<Page<PageMerge>> {
  const { templates } = scope.pageRules;
  if (templates.length === 0) return { items: [], total: 0, nextCursor: null };
  const { items: pages } = await storedPages(store, scope, options);
  const used = mergesOf(pages, scope.pageRules, layoutsOf(snapshots)).filter(({ isTemplate }) => isTemplate);
  const unused = templates.filter((pattern) => used.every(({ path }) => path !== pattern));
  const items = [...used, ...unused.map(emptyTemplate)];
  return { items, total: items.length, nextCursor: null };
}

/** One for each row that the list of pages would have, most pageviews first. */
export function mergesOf(pages: readonly PageRow[], rules: PageRules, layouts: Layouts): PageMerge[] {
  const groupOf = compilePageRules(rules);
  const groups = new Map<string, { merge: PageMerge; members: PageRow[] }>();
  for (const row of pages) {
    const { host, path, template } = groupOf(row.host, row.path);
    const id = template === null ? pageIdOf(host, path) : templateIdOf(template);
    const page = opaqueId(id);
    const known = groups.get(page);
    const group = known ?? {
      merge: { ...emptyTemplate(path), page, host, isTemplate: template !== null },
      members: [],
    };
    groups.set(page, group);
    group.members.push(row);
    group.merge.pages += 1;
    group.merge.pageviews += row.pageviews;
    group.merge.clicks += row.clicks;
  }
  const merges = [...groups.values()].map(({ merge, members }) => ({
    ...merge,
    layouts: differentLayouts(members, layouts),
    examples: members
      .slice(0, EXAMPLES)
      .map(({ page, host, path, pageviews }) => ({ page, host, path, pageviews })),
  }));
  return merges.sort((a, b) => b.pageviews - a.pageviews || (a.path < b.path ? -1 : 1));
}

/** Snapshots come newest first: the first of a page and device class tells. */
export function layoutsOf(snapshots: readonly LayoutSeen[]): Layouts {
  const layouts = new Map<string, Map<string, string>>();
  for (const { page, device, layoutHash } of snapshots) {
    const own = layouts.get(page) ?? new Map<string, string>();
    layouts.set(page, own);
    if (!own.has(device)) own.set(device, layoutHash);
  }
  return layouts;
}

function differentLayouts(members: readonly PageRow[], layouts: Layouts): number {
  const byDevice = new Map<string, Set<string>>();
  for (const { page } of members) {
    for (const [device, hash] of layouts.get(page) ?? []) {
      const hashes = byDevice.get(device) ?? new Set();
      byDevice.set(device, hashes.add(hash));
    }
  }
  return Math.max(0, ...[...byDevice.values()].map(({ size }) => size));
}

function emptyTemplate(path: string): PageMerge {
  const page = opaqueId(templateIdOf(path));
  const counts = { pages: 0, pageviews: 0, clicks: 0, layouts: 0 };
  return { page, host: '', path, isTemplate: true, ...counts, examples: [] };
}
