// Schemas of page snapshots: links, uploads and lists. A snapshot's content is checked by its room.

import { type Static, t } from 'elysia';
import type { Page, PageLink, SnapshotTaken, SnapshotView } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import { pageOf } from './lists.ts';
import { device } from './reports.ts';
import type { Holds, Same } from './same.ts';

const snapshotView = t.Object({
  id: t.String(),
  page: t.String(),
  url: t.String(),
  title: t.String(),
  device,
  viewportW: t.Number(),
  viewportH: t.Number(),
  docW: t.Number(),
  docH: t.Number(),
  layoutHash: t.String(),
  nodes: t.Number(),
  bytes: t.Number(),
  createdAtMs: t.Number(),
  isMasked: t.Boolean({ description: 'Taken by a sampled visitor, all text masked' }),
});
export const snapshotPage = pageOf(snapshotView);
export const snapshotTaken = t.Object({ snapshot: snapshotView });
export const pageLink = t.Object({ url: t.String(), expiresAtMs: t.Number() });
export const snapshotAllowed = t.Object({ allowed: t.Boolean() });

const only = { additionalProperties: false };
const token = t.String({ maxLength: LIMITS.tokenChars, description: 'Of a snapshot link' });
const key = t.String({ maxLength: LIMITS.nameChars, description: 'Write key of the page' });

export const pageLinkBody = t.Object(
  { url: t.String({ maxLength: LIMITS.pathChars }), device: t.Optional(device) },
  only,
);
export const snapshotLinkQuery = t.Object({ token, key }, only);
export const snapshotUploadQuery = t.Object({ token: t.Optional(token), key: t.Optional(key) }, only);
export const maskedQuery = t.Object({ key }, only);
export const maskedWantedQuery = t.Object(
  {
    key,
    url: t.String({ maxLength: LIMITS.pathChars, description: 'Address of the page' }),
    width: t.String({ maxLength: LIMITS.nameChars, description: 'Of the window, CSS px' }),
  },
  only,
);
export const maskedWanted = t.Object({ wanted: t.Boolean() });
export const maskedAnswer = t.Object({
  stored: t.Boolean({ description: 'False when it was not wanted any more' }),
});
export const snapshotListQuery = t.Object(
  { page: t.Optional(t.String({ maxLength: LIMITS.nameChars, description: 'PageRow.page' })) },
  only,
);

export type SnapshotSchemasMatch = [
  Holds<Same<Static<typeof snapshotPage>, Page<SnapshotView>>>,
  Holds<Same<Static<typeof snapshotTaken>, SnapshotTaken>>,
  Holds<Same<Static<typeof pageLink>, PageLink>>,
];
