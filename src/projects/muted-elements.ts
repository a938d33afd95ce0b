// Which elements of a project are muted for rage or dead clicks. What that means for reports is reports/muted-reports.ts.

import { LIMITS } from '../contract/limits.ts';
import { MUTE_KINDS, type MutedElementView, type MuteKind } from '../contract/muted-element.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import type { Catalog, MutedElementRow, ProjectRow } from '../storage/port-catalog.ts';

export type MutedElementMethods = {
  /** Last muted first. */
  listMuted(projectNo: number): Promise<MutedElementView[]>;
  /** Muting twice changes nothing. Throws `invalid`, `conflict` at LIMITS.mutedElements. */
  mute(project: ProjectRow, request: MuteRequest, actor: string): Promise<MutedElementView>;
  /** Throws `not_found` when it is not muted. */
  unmute(project: ProjectRow, request: Omit<MuteRequest, 'label'>, actor: string): Promise<void>;
};
export type MuteRequest = { element: string; kind: string; label: string };

type Deps = {
  catalog: Catalog;
  clock: Clock;
  record: (act: { actor: string; action: string; target: string }) => Promise<void>;
};

export function createMutedElements({ catalog, clock, record }: Deps): MutedElementMethods {
  return {
    async listMuted(projectNo) {
      return (await catalog.listMutedElements(projectNo)).map(viewOf);
    },
    async mute(project, request, actor) {
      const row: MutedElementRow = {
        projectNo: project.no,
        ...readKey(request),
        label: request.label,
        mutedBy: actor,
        mutedAtMs: clock.nowMs(),
      };
      const known = await catalog.listMutedElements(project.no);
      const same = known.find(({ element, kind }) => element === row.element && kind === row.kind);
      if (same) return viewOf(same);
      if (known.length >= LIMITS.mutedElements) throw tooMany();
      await catalog.muteElement(row);
      await record({ actor, action: 'element.mute', target: project.id });
      return viewOf(row);
    },
    async unmute(project, request, actor) {
      const { element, kind } = readKey(request);
      await catalog.unmuteElement(project.no, element, kind);
      await record({ actor, action: 'element.unmute', target: project.id });
    },
  };
}

function readKey({ element, kind }: Pick<MuteRequest, 'element' | 'kind'>): {
  element: number;
  kind: MuteKind;
} {
  const number = /^[0-9a-z]{1,11}$/.test(element) ? Number.parseInt(element, 36) : Number.NaN;
  if (!(number > 0 && number < 2 ** 52))
    throw invalid('element', 'it is the id of an element, as heatmaps name it');
  const known = MUTE_KINDS.find((one) => one === kind);
  if (!known) throw invalid('kind', `allowed are ${MUTE_KINDS.join(', ')}`);
  return { element: number, kind: known };
}

function viewOf({ element, kind, label, mutedBy, mutedAtMs }: MutedElementRow): MutedElementView {
  return { element: element.toString(36), kind, label, mutedBy, mutedAtMs };
}

function invalid(name: string, allowed: string): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_parameter',
    message: `Cannot use this ${name}: ${allowed}`,
    details: { name },
  });
}

function tooMany(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_muted',
    message: `Cannot mute the element: the project has ${LIMITS.mutedElements} muted ones already`,
  });
}
