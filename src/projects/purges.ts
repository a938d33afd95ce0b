// Orders to remove made-up sessions: what they may be about, and the list of what was done. The work is the applier's.

import { LIMITS } from '../contract/limits.ts';
import type { Purge, PurgeScope } from '../contract/purges.ts';
import { SLOT_MS } from '../contract/slots.ts';
import type { Clock } from '../lib/clock.ts';
import { counted } from '../lib/counted.ts';
import { HeatError } from '../lib/errors.ts';
import { uuid } from '../lib/id.ts';
import type { Catalog, ProjectRow } from '../storage/port-catalog.ts';
import type { Purgeable } from '../storage/port-purges.ts';

export type Purges = {
  /**
   * Notes the order; a running heat begins within a second. `found` is what the store says of the same sessions. Throws
   * `not_found` (nothing_to_purge) when there are none, `invalid` (too_many_sessions) for more than LIMITS.purgeSessions,
   * `conflict` when too many orders wait.
   */
  ask(project: ProjectRow, order: { scope: PurgeScope; found: Purgeable }, actor: string): Promise<Purge>;
  /** Newest first. */
  list(project: ProjectRow): Promise<Purge[]>;
};

export function createPurges({
  catalog,
  clock,
}: {
  catalog: Pick<Catalog, 'createPurge' | 'openPurges' | 'listPurges' | 'recordAudit'>;
  clock: Clock;
}): Purges {
  return {
    async ask({ no, id: projectId }, { scope, found }, actor) {
      checkFound(found);
      const open = (await catalog.openPurges()).filter(({ projectNo }) => projectNo === no);
      if (open.length >= LIMITS.purgesOpen) throw tooMany();
      const order = { id: uuid(), askedAtMs: clock.nowMs(), askedBy: actor };
      const { fromMs, toMs, filters, bots } = scope;
      await catalog.createPurge({
        ...{ ...order, projectNo: no, fromMs, toMs },
        ...{ asked: filters, filters: found.filters, includeBots: bots },
      });
      await catalog.recordAudit({
        ...{ atMs: order.askedAtMs, actor, action: 'sessions.purge', target: `project:${projectId}` },
        details: `${counted(found.sessions, 'session')} of ${rangeOf(scope)}: ${filtersOf(scope)}`,
      });
      return { ...order, ...scope, doneAtMs: null, removed: null };
    },
    list: ({ no }) => catalog.listPurges(no, LIMITS.forgettingsListed),
  };
}

/** Throws `invalid` (names_a_person) for filters by a user or a visitor, which have a way of their own. */
export function checkPurgeFilters(filters: readonly { dimension: string }[]): void {
  const named = filters.find(({ dimension }) => dimension === 'user' || dimension === 'visitor');
  if (named === undefined) return;
  throw new HeatError({
    kind: 'invalid',
    code: 'names_a_person',
    message: `Cannot purge by ${named.dimension}: what is stored of a person is forgotten, and stays out`,
    hint: `heat forget --${named.dimension} …, or POST /api/v1/projects/:id/forgettings`,
  });
}

/**
 * Throws `invalid` (bad_range) for times that reports round, outwards: what goes for good must not be more than was asked
 * for. UTC milliseconds.
 */
export function checkPurgeRange(range: Pick<PurgeScope, 'fromMs' | 'toMs'>): void {
  for (const name of ['fromMs', 'toMs'] as const) {
    const ms = range[name];
    if (ms % SLOT_MS === 0) continue;
    const before = Math.floor(ms / SLOT_MS) * SLOT_MS;
    const told = (at: number) => `${at} (${new Date(at).toISOString()})`;
    const near = Math.abs(ms) < Date.UTC(2200, 0) ? `, as ${told(before)} or ${told(before + SLOT_MS)}` : '';
    throw new HeatError({
      kind: 'invalid',
      code: 'bad_range',
      message: `Cannot purge ${name === 'fromMs' ? 'from' : 'to'} ${ms}: sessions are counted by whole quarter-hours. Give such times${near}`,
    });
  }
}

/** Throws `not_found` (nothing_to_purge) and `invalid` (too_many_sessions). */
export function checkFound({ sessions }: Pick<Purgeable, 'sessions'>): void {
  if (sessions === 0) {
    throw new HeatError({
      kind: 'not_found',
      code: 'nothing_to_purge',
      message: 'No session of this range passes these filters',
    });
  }
  if (sessions <= LIMITS.purgeSessions) return;
  throw new HeatError({
    kind: 'invalid',
    code: 'too_many_sessions',
    message: `Cannot purge ${sessions} sessions at once: at most ${LIMITS.purgeSessions} are allowed. Take a shorter range, one after the other`,
    details: { sessions, most: LIMITS.purgeSessions },
  });
}

function rangeOf({ fromMs, toMs }: PurgeScope): string {
  return `${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`;
}

function filtersOf({ filters, bots }: PurgeScope): string {
  return [...(filters.length > 0 ? filters : ['all']), ...(bots ? ['with bots'] : [])].join(', ');
}

function tooMany(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_purges',
    message: `Cannot take the order: ${LIMITS.purgesOpen} are under way in this project`,
  });
}
