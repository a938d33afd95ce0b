// Filters kept under a name, so that a question asked once can be asked again by anybody who may see the project.

import type { SegmentView } from '../contract/api.ts';
import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { randomCode } from '../lib/id.ts';
import type { Catalog, SegmentRow } from '../storage/port-catalog.ts';

export type SegmentsDeps = {
  catalog: Catalog;
  clock: Clock;
  /** Throws `invalid` unless every text is a filter that reports can be asked with. */
  checkFilters: (filters: readonly string[]) => void;
};
export type Segments = {
  /** By name. */
  list(projectNo: number): Promise<SegmentView[]>;
  /** Throws `invalid` naming the fault, `conflict` for a name that is taken and at LIMITS.segmentsPerProject. */
  create(
    request: { projectNo: number; name: string; filters: readonly string[] },
    actor: string,
  ): Promise<SegmentView>;
  /** Changes what is given. Throws `not_found`, `invalid`, `conflict`. */
  update(
    key: { projectNo: number; id: string },
    change: { name?: string; filters?: readonly string[] },
    actor: string,
  ): Promise<SegmentView>;
  /** Throws `not_found`. */
  remove(key: { projectNo: number; id: string }, actor: string): Promise<void>;
  /** Filters of one segment. Throws `invalid`, naming the project's segments, when there is none with that id. */
  filtersOf(projectNo: number, id: string): Promise<readonly string[]>;
};

const ID_CHARS = 10;

export function createSegments({ catalog, clock, checkFilters }: SegmentsDeps): Segments {
  const record = (actor: string, action: string, id: string): Promise<void> =>
    catalog.recordAudit({ atMs: clock.nowMs(), actor, action, target: `segment:${id}`, details: null });
  const checked = (filters: readonly string[]): string[] => {
    if (filters.length === 0) throw invalid('it has no filter');
    checkFilters(filters);
    return [...filters];
  };

  return {
    list: async (projectNo) => (await catalog.listSegments(projectNo)).map(viewOf),
    async create({ projectNo, name, filters }, actor) {
      const nowMs = clock.nowMs();
      const dates = { createdAtMs: nowMs, updatedAtMs: nowMs };
      const facts = { name: checkName(name), filters: checked(filters), createdBy: actor };
      const row: SegmentRow = { id: randomCode(ID_CHARS), projectNo, ...facts, ...dates };
      if ((await catalog.listSegments(projectNo)).length >= LIMITS.segmentsPerProject) throw tooMany();
      await catalog.createSegment(row);
      await record(actor, 'segment.create', row.id);
      return viewOf(row);
    },
    async update({ projectNo, id }, { name, filters }, actor) {
      const row = await catalog.updateSegment(projectNo, id, {
        ...(name !== undefined && { name: checkName(name) }),
        ...(filters !== undefined && { filters: checked(filters) }),
        updatedAtMs: clock.nowMs(),
      });
      await record(actor, 'segment.update', id);
      return viewOf(row);
    },
    async remove({ projectNo, id }, actor) {
      await catalog.removeSegment(projectNo, id);
      await record(actor, 'segment.remove', id);
    },
    async filtersOf(projectNo, id) {
      const known = await catalog.listSegments(projectNo);
      const found = known.find((segment) => segment.id === id);
      if (found) return found.filters;
      throw new HeatError({
        kind: 'invalid',
        code: 'unknown_segment',
        message:
          known.length === 0
            ? 'Cannot use this segment: the project has none'
            : `Cannot use this segment: the project has ${known.map((one) => `${one.id} (${one.name})`).join(', ')}`,
        details: { name: 'segment', allowed: known.map((one) => one.id) },
      });
    },
  };
}

function viewOf({ id, name, filters, createdBy, createdAtMs, updatedAtMs }: SegmentRow): SegmentView {
  return { id, name, filters, createdBy, createdAtMs, updatedAtMs };
}

function checkName(given: string): string {
  const name = given.trim();
  if (name.length === 0) throw invalid('its name is empty');
  if (name.length > LIMITS.displayNameChars)
    throw invalid(`its name is longer than ${LIMITS.displayNameChars} characters`);
  return name;
}

function invalid(why: string): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_segment',
    message: `Cannot keep the segment: ${why}`,
  });
}

function tooMany(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_segments',
    message: `Cannot create the segment: there are ${LIMITS.segmentsPerProject} already`,
    hint: 'Remove one that nobody uses.',
  });
}
