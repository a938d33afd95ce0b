// What happened at a time, said in a few words and drawn into charts: deploys, campaigns, outages.

import type { AnnotationView } from '../contract/annotations.ts';
import { LIMITS } from '../contract/limits.ts';
import type { Clock } from '../lib/clock.ts';
import { HeatError } from '../lib/errors.ts';
import { randomCode } from '../lib/id.ts';
import type { AnnotationRow, Catalog } from '../storage/port-catalog.ts';

export type Annotations = {
  /** In order of time, at most LIMITS.annotationsPerProject. */
  list(projectNo: number, range: { fromMs: number; toMs: number }): Promise<AnnotationView[]>;
  /** `atMs` is now when null. Throws `invalid` for an empty or too long text and times out of range, `conflict` at the bound. */
  create(
    request: { projectNo: number; text: string; atMs: number | null },
    actor: string,
  ): Promise<AnnotationView>;
  /** Throws `not_found`. */
  remove(key: { projectNo: number; id: string }, actor: string): Promise<void>;
};

const ID_CHARS = 10;

export function createAnnotations({ catalog, clock }: { catalog: Catalog; clock: Clock }): Annotations {
  const record = (actor: string, action: string, id: string): Promise<void> =>
    catalog.recordAudit({ atMs: clock.nowMs(), actor, action, target: `annotation:${id}`, details: null });

  return {
    async list(projectNo, range) {
      const rows = await catalog.listAnnotations(projectNo, {
        ...range,
        limit: LIMITS.annotationsPerProject,
      });
      return rows.map(viewOf);
    },
    async create({ projectNo, text, atMs }, actor) {
      const nowMs = clock.nowMs();
      const row: AnnotationRow = {
        ...{ id: randomCode(ID_CHARS), projectNo, atMs: checkTime(atMs ?? nowMs), text: checkText(text) },
        ...{ createdBy: actor, createdAtMs: nowMs },
      };
      if ((await catalog.countAnnotations(projectNo)) >= LIMITS.annotationsPerProject) throw tooMany();
      await catalog.createAnnotation(row);
      await record(actor, 'annotation.create', row.id);
      return viewOf(row);
    },
    async remove({ projectNo, id }, actor) {
      await catalog.removeAnnotation(projectNo, id);
      await record(actor, 'annotation.remove', id);
    },
  };
}

function viewOf({ id, atMs, text, createdBy, createdAtMs }: AnnotationRow): AnnotationView {
  return { id, atMs, text, createdBy, createdAtMs };
}

function checkText(given: string): string {
  const text = given.replaceAll(/\s+/g, ' ').trim();
  if (text === '') throw invalid('its text is empty');
  if (text.length > LIMITS.annotationChars)
    throw invalid(`its text is longer than ${LIMITS.annotationChars} characters`);
  if (text.includes('\0') || !text.isWellFormed()) throw invalid('its text holds characters that are none');
  return text;
}

/** Years that a project can have seen, or plans for. */
function checkTime(atMs: number): number {
  if (Number.isSafeInteger(atMs) && atMs >= Date.UTC(2000, 0) && atMs < Date.UTC(2200, 0)) return atMs;
  throw invalid('its time is no instant between the years 2000 and 2200, in UTC ms');
}

function invalid(why: string): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'bad_annotation',
    message: `Cannot keep the annotation: ${why}`,
  });
}

function tooMany(): HeatError {
  return new HeatError({
    kind: 'conflict',
    code: 'too_many_annotations',
    message: `Cannot create the annotation: there are ${LIMITS.annotationsPerProject} already`,
    hint: 'Remove old ones.',
  });
}
