// Share links of a project: made and ended by those who keep things in it. What a link may hold is checked by asking its
// own question once, so that none is made that shows nothing but an error.

import { allows } from '../../accounts/permission.ts';
import { type NewShare, type SharedScope, VIEWS_OF_PEOPLE } from '../../contract/shares.ts';
import { HeatError } from '../../lib/errors.ts';
import { resolveScope } from '../../reports/scope.ts';
import { sharedPartOf } from '../../reports/shared-view.ts';
import type { ProjectRow } from '../../storage/port-catalog.ts';
import type { Caller } from '../caller.ts';
import { publicUrlOf } from '../public-url.ts';
import type { Rooms } from '../rooms.ts';
import { route } from '../route.ts';
import { createdShare, shareBody, sharePage } from '../schema/shares.ts';
import { answerShared } from '../shared-answer.ts';
import { wholeList } from '../whole-list.ts';

const tag = 'Share links';
const LIST = '/api/v1/projects/:id/shares';

export const shareRoutes = [
  route({
    method: 'GET',
    path: LIST,
    access: { project: 'edit' },
    tag,
    summary: 'Share links of the project, newest first; without what opens them',
    answer: sharePage,
    handle: async ({ rooms, project }) => {
      const items = await rooms.accounts.listShares(project.no);
      return wholeList(items);
    },
  }),
  route({
    method: 'POST',
    path: LIST,
    access: { project: 'edit' },
    tag,
    summary: 'Make a link that shows one view, read-only, until a day; views of single people by owners only',
    body: shareBody,
    answer: createdShare,
    status: 201,
    handle: async (call) => {
      const { rooms, project, body, caller, actor, request } = call;
      refusePeople(body, project, caller);
      await checkQuestion(body, { rooms, project, signal: request.signal });
      const wanted = { ...body, scope: body.isFixed ? fixed(body.scope, project, rooms) : body.scope };
      const { share, token } = await rooms.accounts.createShare(project.no, wanted, actor);
      return { share, url: `${publicUrlOf(call)}/shared#${token}` };
    },
  }),
  route({
    method: 'DELETE',
    path: `${LIST}/:shareId`,
    access: { project: 'edit' },
    tag,
    summary: 'End a share link; who has it open reads nothing any more',
    status: 204,
    handle: async ({ rooms, project, params, actor }) => {
      await rooms.accounts.removeShare({ projectNo: project.no, id: params.get('shareId') ?? '' }, actor);
      return undefined;
    },
  }),
];

function refusePeople({ target }: NewShare, project: ProjectRow, caller: Caller): void {
  if (!VIEWS_OF_PEOPLE.includes(target.view)) return;
  if (allows(caller.identity, { projectNo: project.no, need: 'admin' })) return;
  throw new HeatError({
    kind: 'forbidden',
    message: 'This credential may not share what single people did: it needs an owner or an admin key',
  });
}

/** The same scope with the days that it covers now. */
function fixed(scope: SharedScope, { no: projectNo, timeZone }: ProjectRow, { clock }: Rooms): SharedScope {
  const { fromMs, toMs } = resolveScope(scope, { projectNo, timeZone }, clock.nowMs());
  const { period: _, ...rest } = scope;
  return { ...rest, from: String(fromMs), to: String(toMs) };
}

/** Throws what the receiver would be told: an unknown page, funnel or session, a scope that cannot be asked. */
async function checkQuestion(
  question: NewShare,
  { rooms, project, signal }: { rooms: Rooms; project: ProjectRow; signal: AbortSignal },
): Promise<void> {
  await answerShared(sharedPartOf(question.target), { rooms, project, question, cursor: undefined, signal });
}
