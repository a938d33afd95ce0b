// Steps of a funnel as a store is asked for them: templates become the pages that they stand for.

import type { FunnelStep } from '../contract/funnels.ts';
import { type PageRules, PLAIN_PAGE_RULES } from '../contract/page-rules.ts';
import { codedPath, hasCodedLetters } from '../lib/coded-path.ts';
import type { QueryOptions, ReportStore } from '../storage/port.ts';
import { templateIdOf } from '../storage/port-pages.ts';
import type { StepQuery } from '../storage/port-paths.ts';

/** In their order. A template without pages is a step that nobody takes. */
export function stepQueries(
  store: Pick<ReportStore, 'members' | 'pagesCalled'>,
  asked: { projectNo: number; pageRules: PageRules; steps: readonly FunnelStep[] },
  options: QueryOptions = {},
): Promise<StepQuery[]> {
  const { projectNo, pageRules } = asked;
  return Promise.all(
    asked.steps.map(async (step): Promise<StepQuery> => {
      if (step.type === 'event') return { kind: 'event', name: step.name, where: step.where ?? [] };
      const value = codedPath(step.value);
      if (step.match === 'is' && hasCodedLetters(value)) {
        const called = { projectNo, path: value, rules: PLAIN_PAGE_RULES };
        return { kind: 'pages', pages: await store.pagesCalled(called, options) };
      }
      if (step.match !== 'template') return { kind: 'path', op: step.match, value };
      const page = templateIdOf(value);
      const members = await store.members({ projectNo, page, rules: pageRules }, options);
      return { kind: 'pages', pages: members?.pages ?? [] };
    }),
  );
}
