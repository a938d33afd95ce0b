// Which pages of a project count as one, as the API knows it. Counts are those of the last 90 days.

import type { Page } from '../../src/contract/api.ts';
import type {
  PageMerge,
  PageMergesAnswer,
  PageRulesAnswer,
  TemplateProposals,
} from '../../src/contract/page-answers.ts';
import type { PageRules } from '../../src/contract/page-rules.ts';
import { type CallOptions, deleteJson, getJson, patchJson, postJson } from './api.ts';

export type PageRulesPatch = Partial<Omit<PageRules, 'templates'>>;

const RANGE = { period: '90d' };
const at = (id: string, path: string): string => `/projects/${encodeURIComponent(id)}/${path}`;

export const fetchPageRules = (id: string, options?: CallOptions): Promise<PageRulesAnswer> =>
  getJson(at(id, 'page-rules'), options);
export const updatePageRules = (id: string, patch: PageRulesPatch): Promise<PageRulesAnswer> =>
  patchJson(at(id, 'page-rules'), patch);
/** What would count as one with these rules, or with one template more; saves nothing. */
export const previewMerges = (
  id: string,
  change: PageRulesPatch & { pattern?: string },
  signal: AbortSignal,
): Promise<PageMergesAnswer> => postJson(at(id, 'page-rules/preview'), change, { query: RANGE, signal });

export const listTemplates = async (id: string, options?: CallOptions): Promise<PageMerge[]> =>
  (await getJson<Page<PageMerge>>(at(id, 'templates'), { ...options, query: RANGE })).items;
export const proposeTemplates = (id: string): Promise<TemplateProposals> =>
  getJson(at(id, 'templates/proposed'), { query: RANGE });
export const addTemplate = (id: string, pattern: string): Promise<PageRulesAnswer> =>
  postJson(at(id, 'templates'), { pattern });
/** `template` is its page id. */
export const removeTemplate = (id: string, template: string): Promise<void> =>
  deleteJson(at(id, `templates/${encodeURIComponent(template)}`));
