// Which project a write key belongs to, remembered until anybody changes the catalog, another process included.
// Unknown keys are remembered too, so that a flood of them costs no queries.

import { LIMITS } from '../contract/limits.ts';
import { type ProjectSettings, readSettings } from '../contract/project-settings.ts';
import type { Clock } from '../lib/clock.ts';
import { isAllowedOrigin, type OriginRules, originRules } from '../lib/origin-rules.ts';
import type { Catalog, ProjectRow } from '../storage/port-catalog.ts';

type Lookup = Pick<Catalog, 'version' | 'findProjectByWriteKey' | 'findProjectByNo' | 'findOldWriteKey'>;
/** `untilMs`: when its replaced key ends; null for one that does not. */
type Known = { project: KnownProject; untilMs: number | null } | null;

export type KnownProject = { no: number; id: string; origins: OriginRules; settings: ProjectSettings };

export type ProjectKeys = {
  /** The project of a write key, or of a replaced one; `hasEnded` when that lets in no more. Null for an unknown one. */
  byWriteKey: (writeKey: string) => Promise<{ project: KnownProject; hasEnded: boolean } | null>;
  /** The project with that number, or null; for API keys. */
  byNo: (no: number) => Promise<KnownProject | null>;
};

export function createProjectKeys(catalog: Lookup, clock: Pick<Clock, 'nowMs'>): ProjectKeys {
  const byKey = new Map<string, Known>();
  const byNumber = new Map<number, Known>();
  let version = Number.NaN;
  let isFresh = false;

  /** Asked once in a turn of the event loop: the many requests that it brings share one question to the catalog. */
  const forgetWhenChanged = async (): Promise<void> => {
    const now = await catalog.version();
    isFresh = true;
    setImmediate(() => {
      isFresh = false;
    });
    if (now === version) return;
    byKey.clear();
    byNumber.clear();
    version = now;
  };

  /** Where to remember what is read from now on; nowhere when somebody is seen to have written meanwhile. */
  const tableOfNow = <K>(table: Map<K, Known>) => {
    const before = version;
    return (): Map<K, Known> => (before === version ? table : new Map());
  };

  return {
    async byWriteKey(writeKey) {
      if (writeKey.length > LIMITS.nameChars) return null;
      if (!isFresh) await forgetWhenChanged();
      let known = byKey.get(writeKey);
      if (known === undefined) {
        const table = tableOfNow(byKey);
        const row = await catalog.findProjectByWriteKey(writeKey);
        const old = row ? null : await catalog.findOldWriteKey(writeKey);
        const project = row ?? (old && (await catalog.findProjectByNo(old.projectNo)));
        known = remember(table(), writeKey, project, old?.expiresAtMs ?? null);
      }
      if (!known) return null;
      return { project: known.project, hasEnded: known.untilMs !== null && known.untilMs <= clock.nowMs() };
    },
    async byNo(no) {
      if (!isFresh) await forgetWhenChanged();
      let known = byNumber.get(no);
      if (known === undefined) {
        const table = tableOfNow(byNumber);
        const row = await catalog.findProjectByNo(no);
        known = remember(table(), no, row, null);
      }
      return known?.project ?? null;
    },
  };
}

/** Whether a page of that origin may send; `null` when the request names none. */
export function mayFrom(project: KnownProject, origin: string | null): boolean {
  return isAllowedOrigin(project.origins, origin);
}

function remember<K>(table: Map<K, Known>, key: K, row: ProjectRow | null, untilMs: number | null): Known {
  // First in, first out is enough here: a change of the catalog empties the table anyway.
  if (table.size >= LIMITS.catalogCacheEntries) table.delete(table.keys().next().value as K);
  const project = row && {
    no: row.no,
    id: row.id,
    origins: originRules(row.origins),
    settings: readSettings(row.settings),
  };
  const known = project && { project, untilMs };
  table.set(key, known);
  return known;
}
