// Templates found in the paths that were seen: a place in the path that takes many values, all alike and about equally
// used, with like neighbours around it. Proposes only; a person decides.

import type { PageRow } from '../contract/api.ts';
import type { TemplateProposal, TemplateProposals } from '../contract/page-answers.ts';
import { compilePageRules, compilePattern } from '../contract/page-rules.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { type LayoutSeen, layoutsOf, mergesOf, storedPages } from './page-merges.ts';
import type { ResolvedScope } from './scope.ts';
import { entropyBits, familyOf, kindOfSegment, type SegmentKind } from './segment-kind.ts';

/** How many different values of a kind make a placeholder: numbers sooner than words, which may be parts of a site. */
const ENOUGH: Record<SegmentKind, number> = { id: 4, date: 4, slug: 8, word: 20 };
const ENOUGH_OF_FAMILY = 4;
const NAMES: Record<SegmentKind, string> = { id: ':id', date: ':date', slug: ':slug', word: ':name' };
/** Fewer bits mean that a few of the values have nearly all pageviews: those are pages of their own. */
const LEAST_BITS = 1.5;
/** Share of pages that may match a pattern without having been found to be alike. */
const MOST_STRAYS = 0.2;
/** Segments of a path beyond which it is not looked at. */
const DEEPEST = 12;

type Node = { children: Map<string, Node>; pageviews: number; pages: number };

/** Patterns that no template covers yet, most pageviews first. */
export async function proposeTemplates(
  store: ReportStore,
  { scope, snapshots }: { scope: ResolvedScope; snapshots: readonly LayoutSeen[] },
  options: QueryOptions = {},
): Promise<TemplateProposals> {
  const { items } = await storedPages(store, scope, options);
  return proposalsFor(items, scope.pageRules, snapshots);
}

/** The same for pages at hand. */
export function proposalsFor(
  pages: readonly PageRow[],
  rules: ResolvedScope['pageRules'],
  snapshots: readonly LayoutSeen[],
): TemplateProposals {
  const layouts = layoutsOf(snapshots);
  const groupOf = compilePageRules(rules);
  const free = pages.filter(({ host, path }) => groupOf(host, path).template === null);
  const found = patternsIn(
    free.map(({ host, path, pageviews }) => ({ path: groupOf(host, path).path, pageviews })),
  );
  const items: TemplateProposal[] = [];
  const refused: string[] = [];
  for (const { pattern, pages: alike, bits } of found) {
    const { matches } = compilePattern(pattern);
    const members = free.filter(({ host, path }) => matches(host, groupOf(host, path).path));
    if (members.length < 2 || members.length - alike > MOST_STRAYS * members.length) continue;
    const merge = mergesOf(members, { ...rules, templates: [pattern] }, layouts).find(
      ({ path }) => path === pattern,
    );
    if (!merge) continue;
    if (merge.layouts > 1) refused.push(pattern);
    else items.push({ ...merge, entropyBits: Math.round(bits * 100) / 100 });
  }
  return { items: items.sort((a, b) => b.pageviews - a.pageviews), refused };
}

type Found = { pattern: string; pages: number; bits: number };

function patternsIn(pages: readonly { path: string; pageviews: number }[]): Found[] {
  const root: Node = emptyNode();
  for (const { path, pageviews } of pages) {
    const [plain = ''] = path.split(/[?#]/);
    const segments = plain.split('/').slice(1);
    if (!plain.startsWith('/') || segments.length > DEEPEST) continue;
    let node = root;
    for (const segment of segments) {
      const next = node.children.get(segment) ?? emptyNode();
      node.children.set(segment, next);
      node = next;
    }
    node.pages += 1;
    node.pageviews += pageviews;
  }
  const found: Found[] = [];
  walk(root, { prefix: '', depth: 0, bits: null }, found);
  return found;
}

type Place = { prefix: string; depth: number /** Of the first placeholder so far. */; bits: number | null };

type Child = readonly [segment: string, node: Node];
type Cluster = { kind: SegmentKind; placeholder: string; children: Child[] };

/** Values that are alike and many go on as one placeholder, everything else by itself. */
function walk(node: Node, { prefix, depth, bits }: Place, found: Found[]): void {
  if (node.pages > 1 && bits !== null) found.push({ pattern: prefix, pages: node.pages, bits });
  const single: Child[] = [];
  for (const { kind, placeholder, children } of clustersOf([...node.children])) {
    const spread = entropyBits(children.map(([, child]) => pageviewsUnder(child)));
    if (!isPlaceholder(kind, children, { depth, spread })) {
      single.push(...children);
      continue;
    }
    const merged = children.reduce((sum, [, child]) => mergeInto(sum, child), emptyNode());
    walk(merged, { prefix: `${prefix}/${placeholder}`, depth: depth + 1, bits: bits ?? spread }, found);
  }
  for (const [segment, child] of single)
    walk(child, { prefix: `${prefix}/${segment}`, depth: depth + 1, bits }, found);
}

/** By what they look like; slugs of one family (`tea-…`) apart from the others when there are enough of them. */
function clustersOf(children: readonly Child[]): Cluster[] {
  const byKind = Map.groupBy(children, ([segment]) => kindOfSegment(segment));
  return [...byKind].flatMap(([kind, alike]) => {
    const whole = (rest: Child[]): Cluster => ({ kind, placeholder: NAMES[kind], children: rest });
    if (kind !== 'slug') return [whole(alike)];
    const families = Map.groupBy(alike, ([segment]) => {
      const family = familyOf(segment);
      return family ? `${family.begin}*${family.end}` : '';
    });
    const large = [...families].filter(([name, { length }]) => name !== '' && length >= ENOUGH_OF_FAMILY);
    // All of one family: the place has no other values, and a plain placeholder says it best.
    if (large.length === 1 && large[0]?.[1].length === children.length && alike.length >= ENOUGH.slug)
      return [whole(alike)];
    const others = alike.filter(([segment]) =>
      large.every(([, family]) => family.every(([one]) => one !== segment)),
    );
    const named = large.map(
      ([placeholder, family]): Cluster => ({ kind: 'id', placeholder, children: family }),
    );
    return others.length === 0 ? named : [...named, whole(others)];
  });
}

function isPlaceholder(
  kind: SegmentKind,
  children: readonly Child[],
  { depth, spread }: { depth: number; spread: number },
): boolean {
  if (children.length < ENOUGH[kind] || spread < LEAST_BITS) return false;
  // The first words of an address are the parts of a site, however many they are.
  if (kind === 'word' && depth === 0) return false;
  return kind === 'id' || kind === 'date' || areLike(children.map(([, child]) => child));
}

/** Whether most of the values are followed by the same: all end here, or share what comes next. */
function areLike(nodes: readonly Node[]): boolean {
  const next = new Map<string, number>();
  for (const { children, pages } of nodes) {
    const follows = new Set(
      [...children.keys()].map((segment) => (kindOfSegment(segment) === 'word' ? segment : '*')),
    );
    if (pages > 0) follows.add('');
    for (const one of follows) next.set(one, (next.get(one) ?? 0) + 1);
  }
  return Math.max(0, ...next.values()) >= 0.6 * nodes.length;
}

function mergeInto(sum: Node, node: Node): Node {
  sum.pages += node.pages;
  sum.pageviews += node.pageviews;
  for (const [segment, child] of node.children)
    sum.children.set(segment, mergeInto(sum.children.get(segment) ?? emptyNode(), child));
  return sum;
}

function pageviewsUnder({ pageviews, children }: Node): number {
  let sum = pageviews;
  for (const child of children.values()) sum += pageviewsUnder(child);
  return sum;
}

function emptyNode(): Node {
  return { children: new Map(), pageviews: 0, pages: 0 };
}
