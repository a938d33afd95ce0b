// Schemas of projects, their snippets and keys.

import { type Static, t } from 'elysia';
import {
  KEY_SCOPES,
  type KeyCreated,
  type KeyUsage,
  type KeyView,
  type Page,
  type ProjectCreated,
  type ProjectView,
  type RefusalsAnswer,
  type SnippetView,
} from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import { ROLES } from '../../contract/members.ts';
import { TOKEN_MODES } from '../../contract/visitor-tokens.ts';
import { oneOf, orNull, pageOf, whole } from './lists.ts';
import type { Holds, Same } from './same.ts';

const settings = {
  visitorSnapshots: t.Boolean({
    description: 'Take pages of sampled visitors with all text masked, where the owner took none',
  }),
  replay: t.Boolean({ description: 'Record pages of sampled visitors as they change' }),
  replayDays: whole({
    minimum: 1,
    maximum: LIMITS.replayDaysMax,
    description: 'Days that recordings are kept',
  }),
  replayMegabytes: whole({
    minimum: 1,
    maximum: LIMITS.replayMegabytesMax,
    description: 'Megabytes that recordings may take; beyond that the oldest go',
  }),
  visitorTokens: t.Object(
    {
      mode: oneOf(TOKEN_MODES),
      issuer: t.String({ maxLength: LIMITS.textChars, description: 'What `iss` has to be' }),
      audience: t.String({ maxLength: LIMITS.textChars, description: 'What `aud` has to be' }),
      jwks: t.String({
        maxLength: LIMITS.keySetBytes,
        description: 'https address of the public keys, or the key set itself as JSON',
      }),
    },
    { additionalProperties: false, description: "Tokens of the site's own sign-in: `sub` is the user" },
  ),
  eventDays: whole({
    minimum: 0,
    maximum: LIMITS.eventDaysMax,
    description:
      'Days that sessions and events are kept; they go by whole days of UTC, up to one day later; 0 keeps them',
  }),
  aggregateOnly: t.Boolean({
    description: `Answer sums only: nothing that follows one person, no cell below ${LIMITS.leastVisitors} visitors`,
  }),
};

export const projectView = t.Object({
  id: t.String(),
  name: t.String(),
  origins: t.Array(t.String(), { description: 'Empty means any' }),
  timeZone: t.String(),
  createdAtMs: t.Number(),
  writeKey: t.String({ description: 'Empty for those who may not administer the project' }),
  oldWriteKeys: t.Array(
    t.Object({ writeKey: t.String(), replacedAtMs: t.Number(), expiresAtMs: t.Number() }),
    {
      description: 'Replaced write keys that still let in',
    },
  ),
  role: oneOf(ROLES),
  lastEventAtMs: orNull(
    t.Number({ description: 'Server time of the newest event; its own to 15 minutes when it was imported' }),
  ),
  lastHeardAtMs: orNull(
    t.Number({
      description: 'Server time of the newest event that was not imported; null when none ever came',
    }),
  ),
  settings: t.Object(settings),
  followsFromMs: t.Number({
    description:
      'Only sessions that began then or later are told one by one: until then it kept to sums; 0 when it never did',
  }),
});
export const projectPage = pageOf(projectView);
export const projectCreated = t.Object({
  project: projectView,
  apiKey: t.String({ description: 'First admin key, shown this once' }),
  snippet: t.String(),
});
export const snippetView = t.Object({
  html: t.String(),
  module: t.String(),
  integrity: t.Optional(
    t.String({ description: 'The tag with a hash of the script; to be renewed with every upgrade of heat' }),
  ),
});

export const keyView = t.Object({
  id: t.String(),
  name: t.String(),
  scope: oneOf(KEY_SCOPES),
  prefix: t.String(),
  addresses: t.Array(t.String(), {
    description: 'Addresses and CIDR ranges it may be used from; empty means any',
  }),
  perMinute: orNull(t.Number({ description: 'Requests a minute it may be used for' })),
  createdAtMs: t.Number(),
  expiresAtMs: orNull(t.Number()),
  lastUsedAtMs: orNull(t.Number()),
  revokedAtMs: orNull(t.Number()),
});
export const keyUsage = t.Object({
  keyId: t.String(),
  day: t.String({ description: 'Of UTC, like 2026-11-21' }),
  requests: t.Number(),
  refused: t.Number({ description: 'Of them: from another address, above its limit, after its end' }),
});
export const keyUsagePage = pageOf(keyUsage);
export const keyUsageQuery = t.Object(
  { days: t.Optional(t.String({ description: `1 to ${LIMITS.keyUsageDays}; default 30` })) },
  { additionalProperties: false },
);
export const rotateQuery = t.Object(
  {
    overlapHours: t.Optional(
      t.String({
        description: `Hours that the replaced key still lets in, 0 to ${LIMITS.oldKeyHours}; default 0`,
      }),
    ),
  },
  { additionalProperties: false },
);
export const keyPage = pageOf(keyView);
export const keyCreated = t.Object({
  key: keyView,
  secret: t.String({ description: 'The key itself, shown this once' }),
});

export const refusalsAnswer = t.Object({
  sinceMs: t.Number({ description: 'When counting began, at most 24 hours ago' }),
  items: t.Array(
    t.Object({
      code: t.String({
        description: 'wrong_origin, replaced_key, wrong_scope, rate_limited, no_valid_events, …',
      }),
      count: t.Number({ description: 'Requests of the last 24 hours, to the hour' }),
      lastAtMs: t.Number(),
      lastHost: orNull(t.String()),
    }),
  ),
  rejected: t.Number({
    description: 'Bad events of the last 24 hours; the good ones beside them were stored',
  }),
  duplicates: t.Number({
    description: 'Events of the last 24 hours that were there already: sent again, nothing is lost',
  }),
});

const only = { additionalProperties: false };
const name = t.String({ maxLength: LIMITS.displayNameChars });
const origins = t.Array(t.String({ maxLength: LIMITS.textChars }), { maxItems: LIMITS.originsPerProject });
const timeZone = t.String({ maxLength: LIMITS.nameChars });

export const projectBody = t.Object(
  { name, origins: t.Optional(origins), timeZone: t.Optional(timeZone) },
  only,
);
export const projectChangeBody = t.Object(
  {
    name: t.Optional(name),
    origins: t.Optional(origins),
    timeZone: t.Optional(timeZone),
    settings: t.Optional(t.Partial(t.Object(settings, only))),
  },
  only,
);
const keyRules = {
  expiresAt: t.Optional(
    orNull(
      t.Union([t.Number(), t.String({ maxLength: LIMITS.nameChars })], {
        description: 'UTC milliseconds or ISO 8601',
      }),
    ),
  ),
  addresses: t.Optional(
    t.Array(t.String({ maxLength: LIMITS.nameChars }), {
      maxItems: LIMITS.keyAddresses,
      description: 'IP addresses and CIDR ranges it may be used from; empty means any',
    }),
  ),
  perMinute: t.Optional(
    orNull(whole({ minimum: 1, maximum: LIMITS.keyPerMinuteMost, description: 'Requests a minute' })),
  ),
};
export const keyBody = t.Object({ name, scope: oneOf(KEY_SCOPES), ...keyRules }, only);
export const keyChangeBody = t.Object({ name: t.Optional(name), ...keyRules }, only);

export type ProjectSchemasMatch = [
  Holds<Same<Static<typeof projectView>, ProjectView>>,
  Holds<Same<Static<typeof projectPage>, Page<ProjectView>>>,
  Holds<Same<Static<typeof projectCreated>, ProjectCreated>>,
  Holds<Same<Static<typeof snippetView>, SnippetView>>,
  Holds<Same<Static<typeof refusalsAnswer>, RefusalsAnswer>>,
  Holds<Same<Static<typeof keyView>, KeyView>>,
  Holds<Same<Static<typeof keyUsage>, KeyUsage>>,
  Holds<Same<Static<typeof keyPage>, Page<KeyView>>>,
  Holds<Same<Static<typeof keyCreated>, KeyCreated>>,
];
