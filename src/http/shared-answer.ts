// What a share link answers: its own question and no other. Every parameter comes from the link; only the place in a long
// list is the receiver's.

import { bestSnapshot, needsLayout } from '../contract/best-snapshot.ts';
import type { Layout } from '../contract/layouts.ts';
import type { SharedQuestion } from '../contract/shares.ts';
import { HeatError } from '../lib/errors.ts';
import { storedPageIds } from '../reports/page-question.ts';
import { type ResolvedScope, resolveScope } from '../reports/scope.ts';
import {
  answerSharedView,
  type SharedPart,
  type SharedViewAnswers,
  sharedPartOf,
} from '../reports/shared-view.ts';
import type { ProjectRow } from '../storage/port-catalog.ts';
import type { Rooms } from './rooms.ts';
import { withSegment } from './segment.ts';

export type SharedAsk = {
  rooms: Rooms;
  project: ProjectRow;
  question: SharedQuestion;
  /** Where to go on in a list of sessions or events. */
  cursor: string | undefined;
  signal: AbortSignal;
};

/** Throws `not_found` (not_shared) for a part that is not of the link's view, else what the report throws. */
export async function answerShared<P extends SharedPart>(
  part: P,
  { rooms, project, question, cursor, signal }: SharedAsk,
): Promise<SharedViewAnswers[P]> {
  const { target } = question;
  if (sharedPartOf(target) !== part) throw notShared();
  const scope = await scopeOf({ rooms, project, question });
  const findFunnel = (id: string) => rooms.funnels.find({ projectNo: project.no, id });
  const asked = { part, target, scope, nowMs: rooms.clock.nowMs(), findFunnel, cursor };
  return answerSharedView(rooms.reports, asked, { signal });
}

/** Gzipped JSON of the snapshot that the map lies over; null without one. Throws `not_found` for other views. */
export async function sharedSnapshot(asked: SharedAsk): Promise<Uint8Array<ArrayBuffer> | null> {
  const { rooms, project, question, signal } = asked;
  const { view, page = '', device = null } = question.target;
  if (view !== 'heatmap') throw notShared();
  const { no: projectNo, pageRules } = project;
  const pages = await storedPageIds(rooms.reports, { projectNo, pageRules }, page, { signal });
  const stored = await rooms.snapshots.list(projectNo, pages);
  const layout = needsLayout(stored, { device }) ? await layoutOfMap(asked) : null;
  const best = bestSnapshot(stored, { device, layout });
  return best && rooms.snapshots.read(projectNo, best.id);
}

/** How most of those saw the page whom the shared map counts. */
async function layoutOfMap(asked: SharedAsk): Promise<Layout | null> {
  if (sharedPartOf(asked.question.target) === 'scroll')
    return (await answerShared('scroll', asked)).layout?.name ?? null;
  return (await answerShared('heatmap', asked)).meta.layout?.name ?? null;
}

async function scopeOf({
  rooms,
  project,
  question,
}: Pick<SharedAsk, 'rooms' | 'project' | 'question'>): Promise<ResolvedScope> {
  const { no: projectNo, timeZone, pageRules } = project;
  const params = (await withSegment(question.scope, project, rooms)) as SharedQuestion['scope'];
  return resolveScope(params, { projectNo, timeZone, pageRules }, rooms.clock.nowMs());
}

function notShared(): HeatError {
  return new HeatError({ kind: 'not_found', code: 'not_shared', message: 'This link does not show that' });
}
