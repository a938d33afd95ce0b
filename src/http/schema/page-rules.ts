// Schemas of page rules and templates.

import { type Static, t } from 'elysia';
import type { Page } from '../../contract/api.ts';
import { LIMITS } from '../../contract/limits.ts';
import type {
  PageMerge,
  PageMergesAnswer,
  PageRulesAnswer,
  TemplateProposals,
} from '../../contract/page-answers.ts';
import { pageOf, typed } from './lists.ts';
import type { Holds, Same } from './same.ts';

const only = { additionalProperties: false };
const names = t.Array(t.String({ maxLength: LIMITS.nameChars }), { maxItems: LIMITS.keptParameters });
const keepQuery = typed<'all' | 'none' | string[]>(
  t.Union([t.Literal('all'), t.Literal('none'), names], {
    description: 'Query parameters that make a page another page: "all", "none" or a list of names',
  }),
);
const rules = {
  keepQuery,
  foldCase: t.Boolean({ description: '/About counts as /about' }),
  indexFiles: t.Boolean({ description: '/docs/index.html counts as /docs' }),
};
const pattern = t.String({
  maxLength: LIMITS.pathChars,
  description: '/item/:id (one segment), * (part of one), ** (any number); may begin with a host',
});

export const pageRulesAnswer = t.Object({
  ...rules,
  templates: t.Array(t.String()),
  always: t.Array(t.String()),
});
const merge = {
  page: t.String(),
  host: t.String(),
  path: t.String(),
  isTemplate: t.Boolean(),
  pages: t.Number(),
  pageviews: t.Number(),
  clicks: t.Number(),
  layouts: t.Number(),
  examples: t.Array(
    t.Object({ page: t.String(), host: t.String(), path: t.String(), pageviews: t.Number() }),
  ),
};
export const mergePage = pageOf(t.Object(merge));
export const mergesAnswer = t.Object({
  items: t.Array(t.Object(merge)),
  before: t.Number(),
  after: t.Number(),
  left: t.Number(),
});
export const templateProposals = t.Object({
  items: t.Array(t.Object({ ...merge, entropyBits: t.Number() })),
  refused: t.Array(t.String()),
});

const changes = {
  keepQuery: t.Optional(keepQuery),
  foldCase: t.Optional(rules.foldCase),
  indexFiles: t.Optional(rules.indexFiles),
};
export const pageRulesBody = t.Object(changes, only);
export const templateBody = t.Object({ pattern }, only);
export const previewBody = t.Object({ ...changes, pattern: t.Optional(pattern) }, only);

export type PageRulesSchemasMatch = [
  Holds<Same<Static<typeof pageRulesAnswer>, PageRulesAnswer>>,
  Holds<Same<Static<typeof mergePage>, Page<PageMerge>>>,
  Holds<Same<Static<typeof mergesAnswer>, PageMergesAnswer>>,
  Holds<Same<Static<typeof templateProposals>, TemplateProposals>>,
];
