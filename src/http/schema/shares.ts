// Schemas of share links and of what their receivers read.

import { type Static, t } from 'elysia';
import type { Page } from '../../contract/api.ts';
import { MAP_KINDS, type MapKind } from '../../contract/kinds.ts';
import { LIMITS } from '../../contract/limits.ts';
import {
  type CreatedShare,
  type NewShare,
  type OpenedShare,
  SHARED_VIEWS,
  type SharedFunnel,
  type SharedOverview,
  type SharedViewName,
  type ShareView,
} from '../../contract/shares.ts';
import { funnelAnswer } from './funnels.ts';
import { oneOf, orNull, pageOf } from './lists.ts';
import { only } from './questions.ts';
import { device, overviewAnswer } from './reports.ts';
import type { Holds, Same } from './same.ts';

const id = t.Optional(t.String({ maxLength: LIMITS.nameChars }));
const parameter = t.Optional(t.String({ maxLength: LIMITS.pathChars }));

const target = t.Object(
  {
    view: oneOf(SHARED_VIEWS as unknown as [SharedViewName, ...SharedViewName[]]),
    page: t.Optional(t.String({ maxLength: LIMITS.nameChars, description: 'Of heatmaps: id of the page' })),
    kind: t.Optional(oneOf(MAP_KINDS as unknown as [MapKind, ...MapKind[]])),
    device: t.Optional(device),
    funnel: id,
    session: id,
  },
  only,
);
const scope = t.Object(
  {
    period: parameter,
    from: parameter,
    to: parameter,
    tz: parameter,
    compare: parameter,
    filter: t.Optional(t.Array(t.String({ maxLength: LIMITS.pathChars }), { maxItems: LIMITS.scopeFilters })),
    segment: id,
    bots: parameter,
  },
  {
    ...only,
    description: 'As the query parameters of reports. A period moves on with time; from and to stay',
  },
);
const name = t.String({ maxLength: LIMITS.displayNameChars, description: 'Told to whoever opens the link' });
const password = t.Optional(t.String({ maxLength: LIMITS.passwordMaxBytes }));

export const shareBody = t.Object(
  {
    target,
    scope,
    isFixed: t.Optional(t.Boolean({ description: 'Keeps the days that the period covers now' })),
    name,
    days: t.Number({ description: `Days that the link lives, 1 to ${LIMITS.shareDaysMax}` }),
    password,
  },
  only,
);
const shareView = t.Object({
  id: t.String(),
  name: t.String(),
  target,
  scope,
  hasPassword: t.Boolean(),
  createdBy: t.String(),
  createdAtMs: t.Number(),
  expiresAtMs: t.Number(),
  openedAtMs: orNull(t.Number()),
});
export const sharePage = pageOf(shareView);
export const createdShare = t.Object({
  share: shareView,
  url: t.String({ description: 'Holds the token behind its #; it is told once' }),
});

export const openBody = t.Object(
  {
    token: t.String({ maxLength: LIMITS.tokenChars, description: 'What stands behind the # of the link' }),
    password,
  },
  only,
);
export const openedShare = t.Object({
  access: t.String({ description: 'Bearer credential for the reads of this view' }),
  accessUntilMs: t.Number(),
  name: t.String(),
  projectName: t.String(),
  timeZone: t.String(),
  target,
  scope,
  expiresAtMs: t.Number(),
});
export const sharedOverview = t.Object({ now: overviewAnswer, before: orNull(overviewAnswer) });
export const sharedFunnel = t.Object({ name: t.String(), answer: funnelAnswer });

export type ShareSchemasMatch = [
  Holds<Same<Static<typeof shareBody>, NewShare>>,
  Holds<Same<Static<typeof sharePage>, Page<ShareView>>>,
  Holds<Same<Static<typeof createdShare>, CreatedShare>>,
  Holds<Same<Static<typeof openedShare>, OpenedShare>>,
  Holds<Same<Static<typeof sharedOverview>, SharedOverview>>,
  Holds<Same<Static<typeof sharedFunnel>, SharedFunnel>>,
];
