// Journeys: the pages that sessions went through, level by level, with repeats merged and rare pages together.

import type { Database } from 'bun:sqlite';
import type { PathsQuery, PathsRows } from '../port-paths.ts';
import { refuseUnknownPages } from './report-page.ts';
import { pageReader } from './report-path-reader.ts';
import { readSessionColumns } from './report-session-columns.ts';
import { readSessionFacts } from './report-session-facts.ts';

export function readPaths(db: Database, query: PathsQuery): PathsRows {
  refuseUnknownPages(db, query.projectNo, query.pages);
  const levels: PathsRows['levels'] = [];
  const rankings: Map<number, number>[] = [];
  const read = pageReader(db, query);
  const names = new Map<number, string | null>();
  const countsAs = (stored: number): number => {
    const { page, path } = read(stored);
    names.set(page, path);
    return page;
  };
  const paths = pathsOf(readSequences(db, query, countsAs), query, countsAs);
  for (let level = 0; level < query.depth; level += 1) {
    const counts = new Map<number, number>();
    for (const path of paths) {
      const page = path[level];
      if (page !== undefined) counts.set(page, (counts.get(page) ?? 0) + 1);
    }
    if (counts.size === 0) break;
    const ranked = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const named = ranked.slice(0, query.nodes);
    rankings.push(new Map(named.map(([page], index) => [page, index])));
    const nodes: PathsRows['levels'][number] = named.map(([page]) => ({
      ...{ page, path: names.get(page) ?? '', sessions: 0, ended: 0 },
    }));
    if (ranked.length > named.length) nodes.push({ page: null, path: '', sessions: 0, ended: 0 });
    levels.push(nodes);
  }
  return { sessions: paths.length, levels, links: connect(paths, levels, rankings) };
}

/** Counts sessions at nodes and between them. */
function connect(
  paths: readonly number[][],
  levels: PathsRows['levels'],
  rankings: readonly Map<number, number>[],
): PathsRows['links'] {
  const links = new Map<string, PathsRows['links'][number]>();
  // Pages without a node of their own stand in the last one.
  const nodeOf = (level: number, page: number) =>
    rankings[level]?.get(page) ?? (levels[level]?.length ?? 1) - 1;
  for (const path of paths) {
    for (const [level, page] of path.entries()) {
      const from = nodeOf(level, page);
      const node = levels[level]?.[from];
      if (!node) continue;
      node.sessions += 1;
      const next = path[level + 1];
      if (next === undefined) {
        node.ended += 1;
        continue;
      }
      if (level + 1 >= levels.length) continue;
      const to = nodeOf(level + 1, next);
      const key = `${level}.${from}.${to}`;
      const link = links.get(key) ?? { level, from, to, sessions: 0 };
      link.sessions += 1;
      links.set(key, link);
    }
  }
  return [...links.values()].sort((a, b) => a.level - b.level || a.from - b.from || a.to - b.to);
}

/**
 * Each session's pages from the first asked one on, or back from the last asked one. One more than the depth is kept, to
 * tell whether a path goes on.
 */
function pathsOf(
  sequences: Iterable<number[]>,
  query: PathsQuery,
  countsAs: (page: number) => number,
): number[][] {
  const asked = query.pages === null ? null : new Set(query.pages.map(countsAs));
  const paths: number[][] = [];
  for (const sequence of sequences) {
    const pages = query.direction === 'from' ? sequence : sequence.toReversed();
    const start = asked === null ? 0 : pages.findIndex((page) => asked.has(page));
    if (start < 0 || pages.length === 0) continue;
    // Several asked pages that count as one are one at the start as well.
    const rest = pages.slice(start + 1, start + query.depth + 1);
    paths.push([asked === null ? (pages[start] as number) : countsAs(query.pages?.[0] as number), ...rest]);
  }
  return paths;
}

/** What the pages of each session count as, in order; what follows itself stands once. */
function* readSequences(
  db: Database,
  query: PathsQuery,
  countsAs: (page: number) => number,
): Generator<number[]> {
  const columns = readSessionColumns(db, query, { isBegun: true });
  for (const { at, facts } of readSessionFacts(db, columns, { views: true })) {
    const { counts, codes, words } = facts;
    let place = 0;
    for (let own = 0; own < counts.length; own += 1) {
      const end = place + (counts[own] as number);
      if (columns.isIn[at + own] !== 1) place = end;
      const pages: number[] = [];
      for (; place < end; place += 1) {
        const word = words[codes[place] as number];
        if (typeof word !== 'number') continue;
        const page = countsAs(word);
        if (page !== pages.at(-1)) pages.push(page);
      }
      if (pages.length > 0) yield pages;
    }
  }
}
