// Facts of the catalog: projects, whether anybody owns the installation, and whose a write key is.

import type { Clock } from '../../lib/clock.ts';
import { openCatalog } from '../../storage/open.ts';
import type { Catalog } from '../../storage/port-catalog.ts';
import type { StoredFacts } from '../../storage/port-inspection.ts';
import type { ProjectFacts, SiteTag } from '../facts.ts';

export type CatalogFacts = {
  hasOwner: boolean;
  /** Numbers of all projects, and of removed ones whose events are still there. */
  known: ReadonlySet<number>;
  projects: (ProjectFacts & { no: number })[];
  ownerOf: (writeKey: string) => Promise<SiteTag['owner']>;
};

/** Calls `work` with the facts, or with null when the catalog is not there, not of this version, or damaged. */
export async function withCatalogFacts<T>(
  dataDir: string,
  clock: Clock,
  work: (facts: CatalogFacts | null) => Promise<T>,
): Promise<T> {
  const catalog = await openCatalog(dataDir).catch(() => null);
  try {
    return await work(catalog && (await read(catalog, clock).catch(() => null)));
  } finally {
    await catalog?.close();
  }
}

async function read(catalog: Catalog, clock: Clock): Promise<CatalogFacts> {
  const rows = await catalog.listProjects();
  const removed = await catalog.removedProjects();
  return {
    hasOwner: (await catalog.countUsers()) > 0,
    known: new Set([...rows.map(({ no }) => no), ...removed]),
    projects: rows.map(({ no, id, origins, createdAtMs }) => ({
      no,
      id,
      origins,
      createdAtMs,
      lastEventAtMs: null,
    })),
    ownerOf: (writeKey) => ownerOf(catalog, writeKey, clock.nowMs()),
  };
}

async function ownerOf(catalog: Catalog, writeKey: string, nowMs: number): Promise<SiteTag['owner']> {
  const project = await catalog.findProjectByWriteKey(writeKey);
  if (project) return { project: project.id, key: 'current' };
  const old = await catalog.findOldWriteKey(writeKey);
  const owner = old && (await catalog.findProjectByNo(old.projectNo));
  return owner ? { project: owner.id, key: old.expiresAtMs > nowMs ? 'replaced' : 'ended' } : 'unknown';
}

/** With when each one's newest event came in, as far as the events can be read. */
export function withLastEvents(
  projects: CatalogFacts['projects'],
  stored: StoredFacts | null,
): ProjectFacts[] {
  const lasts = new Map(stored?.lastEvents.map(({ projectNo, receivedAtMs }) => [projectNo, receivedAtMs]));
  return projects.map(({ no, ...project }) => ({ ...project, lastEventAtMs: lasts.get(no) || null }));
}
