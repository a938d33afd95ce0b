// Funnels kept under a name: made, changed, put in order, archived. What a funnel counts is the reports' work.

import type { FunnelDefinition, FunnelView } from '../contract/funnels.ts';
import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { randomCode } from '../lib/id.ts';
import type { Catalog, FunnelRow } from '../storage/port-catalog.ts';

export type FunnelsDeps = {
  catalog: Catalog;
  clock: Clock;
  /** The definition as it is kept. Throws `invalid` for what cannot be asked. */
  checkDefinition: (definition: FunnelDefinition) => FunnelDefinition;
};
export type FunnelChange = {
  name?: string;
  definition?: FunnelDefinition;
  /** Place among the project's funnels, from 0. */
  position?: number;
  archived?: boolean;
};
export type Funnels = {
  /** In their order. */
  list(projectNo: number): Promise<FunnelView[]>;
  /** Throws `not_found`. */
  find(key: { projectNo: number; id: string }): Promise<FunnelView>;
  /** Last in the order. Throws `invalid`, `conflict` for a name that is taken and at LIMITS.funnelsPerProject. */
  create(
    request: { projectNo: number; name: string; definition: FunnelDefinition },
    actor: string,
  ): Promise<FunnelView>;
  /** Changes what is given. Throws `not_found`, `invalid`, `conflict`. */
  update(key: { projectNo: number; id: string }, change: FunnelChange, actor: string): Promise<FunnelView>;
  /** Throws `not_found`. */
  remove(key: { projectNo: number; id: string }, actor: string): Promise<void>;
};

const ID_CHARS = 10;

export function createFunnels({ catalog, clock, checkDefinition }: FunnelsDeps): Funnels {
  const record = (actor: string, action: string, id: string): Promise<void> =>
    catalog.recordAudit({ atMs: clock.nowMs(), actor, action, target: `funnel:${id}`, details: null });

  const rowOf = async (projectNo: number, id: string): Promise<FunnelRow> => {
    const found = (await catalog.listFunnels(projectNo)).find((row) => row.id === id);
    if (found) return found;
    throw new HeatError({
      kind: 'not_found',
      code: 'funnel_not_found',
      message: 'There is no such funnel in this project',
    });
  };

  /** Gives every funnel the place it has in the list. */
  const order = async (projectNo: number, ids: readonly string[]): Promise<void> => {
    for (const [position, id] of ids.entries()) await catalog.updateFunnel(projectNo, id, { position });
  };

  return {
    list: async (projectNo) => (await catalog.listFunnels(projectNo)).map(viewOf),
    find: async ({ projectNo, id }) => viewOf(await rowOf(projectNo, id)),
    async create({ projectNo, name, definition }, actor) {
      const nowMs = clock.nowMs();
      const known = await catalog.listFunnels(projectNo);
      if (known.length >= LIMITS.funnelsPerProject) throw tooMany();
      const row: FunnelRow = {
        id: randomCode(ID_CHARS),
        projectNo,
        name: checkName(name),
        definition: checkDefinition(definition),
        position: Math.max(-1, ...known.map(({ position }) => position)) + 1,
        createdBy: actor,
        ...{ createdAtMs: nowMs, updatedAtMs: nowMs, archivedAtMs: null },
      };
      await catalog.createFunnel(row);
      await record(actor, 'funnel.create', row.id);
      return viewOf(row);
    },
    async update({ projectNo, id }, { name, definition, position, archived }, actor) {
      const nowMs = clock.nowMs();
      if (position !== undefined) {
        const others = (await catalog.listFunnels(projectNo))
          .map((row) => row.id)
          .filter((one) => one !== id);
        await rowOf(projectNo, id);
        await order(projectNo, others.toSpliced(position, 0, id));
      }
      const row = await catalog.updateFunnel(projectNo, id, {
        ...(name !== undefined && { name: checkName(name) }),
        ...(definition !== undefined && { definition: checkDefinition(definition) }),
        ...(archived !== undefined && { archivedAtMs: archived ? nowMs : null }),
        updatedAtMs: nowMs,
      });
      await record(actor, 'funnel.update', id);
      return viewOf(row);
    },
    async remove({ projectNo, id }, actor) {
      await catalog.removeFunnel(projectNo, id);
      await record(actor, 'funnel.remove', id);
    },
  };
}

function viewOf({ id, name, definition, createdAtMs, updatedAtMs, archivedAtMs }: FunnelRow): FunnelView {
  return { id, name, ...definition, createdAtMs, updatedAtMs, archivedAtMs };
}

function checkName(given: string): string {
  const name = given.trim();
  if (name.length > 0 && name.length <= LIMITS.displayNameChars) return name;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_funnel',
    message: `Cannot keep the funnel: its name must have 1 to ${LIMITS.displayNameChars} characters`,
  });
}

function tooMany(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_funnels',
    message: `Cannot create the funnel: there are ${LIMITS.funnelsPerProject} already`,
    hint: 'Remove one that nobody uses.',
  });
}
