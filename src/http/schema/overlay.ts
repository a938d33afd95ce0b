// Schemas of the live overlay: what its part asks and what it is answered.

import { type Static, t } from 'elysia';
import { PERIODS } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import { OVERLAY_KINDS, type OverlayAnswer, type OverlayKind } from '../../contract/overlay.ts';
import { oneOf, orNull } from './lists.ts';
import { descriptor, device } from './reports.ts';
import type { Holds, Same } from './same.ts';

const pairs = t.Array(t.Tuple([t.Number(), t.Number()]));
const word = (description: string) => t.Optional(t.String({ maxLength: LIMITS.nameChars, description }));

export const overlayLinkBody = t.Object(
  {
    url: t.String({ maxLength: LIMITS.pathChars }),
    device: t.Optional(device),
    period: word(`Range that is shown first, one of ${PERIODS.join(', ')}; default 30d`),
    from: word('Instead of a period, with "to": milliseconds or ISO 8601'),
    to: word('Milliseconds or ISO 8601, exclusive'),
  },
  { additionalProperties: false },
);
export const overlayBody = t.Object(
  {
    token: t.String({ maxLength: LIMITS.tokenChars, description: 'Of an overlay link' }),
    key: t.String({ maxLength: LIMITS.nameChars, description: 'Write key of the page' }),
    url: t.String({ maxLength: LIMITS.pathChars, description: 'Address of the page that is open' }),
    kind: word(`One of ${OVERLAY_KINDS.join(', ')}; default click`),
    period: word(`One of ${PERIODS.join(', ')}; default the range of the link`),
    device: word('A device class or "all"; default that of the link'),
  },
  { additionalProperties: false },
);

export const overlayAnswer = t.Object({
  kind: oneOf(OVERLAY_KINDS as unknown as [OverlayKind, ...OverlayKind[]]),
  period: orNull(oneOf(PERIODS)),
  fromMs: t.Number(),
  toMs: t.Number(),
  timeZone: t.String(),
  device: orNull(device),
  path: t.String(),
  total: t.Number(),
  elements: t.Array(
    t.Object({ element: t.String(), label: t.String(), descriptor, count: t.Number(), bins: pairs }),
  ),
  cells: t.Array(t.Tuple([t.Number(), t.Number(), t.Number()])),
  cell: t.Object({ width: t.Number(), heightPx: t.Number() }),
  bands: pairs,
  bandPx: t.Number(),
});

export type OverlaySchemasMatch = [Holds<Same<Static<typeof overlayAnswer>, OverlayAnswer>>];
