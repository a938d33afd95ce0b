// What the API answers about page rules and templates.

import type { PageRules } from './page-rules.ts';

/** GET and PATCH …/page-rules. */
export type PageRulesAnswer = PageRules & {
  /** What is the same for every project and cannot be changed, as sentences. */
  always: string[];
};

/** Pages that count as one, with their counts in the scope. */
export type PageMerge = {
  /** Id of the template, or of the page that the others count as; opens its map. */
  page: string;
  host: string;
  /** The template's pattern, or the path that they count as. */
  path: string;
  isTemplate: boolean;
  /** Pages in it that had events in the scope. */
  pages: number;
  pageviews: number;
  clicks: number;
  /** Different layouts among the newest snapshots of its pages, of the device class that has most; 0 without snapshots. */
  layouts: number;
  /** The most viewed ones, at most 5. */
  examples: { page: string; host: string; path: string; pageviews: number }[];
};

/** POST …/page-rules/preview: what would count as one and does not now. */
export type PageMergesAnswer = {
  /** Most pageviews first. */
  items: PageMerge[];
  /** Rows of the list of pages before and after. */
  before: number;
  after: number;
  /** Pages beyond the LIMITS.pagesWeighed most viewed, which were not looked at. */
  left: number;
};

/** GET …/templates/proposed. */
export type TemplateProposal = PageMerge & {
  /** How evenly the pageviews spread over the values of the first placeholder, bits: log2 of as many equally used ones. */
  entropyBits: number;
};
export type TemplateProposals = {
  items: TemplateProposal[];
  /** Patterns whose pages alike in address have snapshots of different layouts, and are therefore not proposed. */
  refused: string[];
};
