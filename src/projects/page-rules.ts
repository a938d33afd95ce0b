// Which pages of a project count as one: its rules for paths and its templates. Nothing that is stored changes with them.

import { LIMITS } from '../contract/limits.ts';
import { type PageRules, patternFault } from '../contract/page-rules.ts';
import { codedPath } from '../lib/coded-path.ts';
import { HeatError } from '../lib/errors.ts';
import type { Catalog, ProjectRow } from '../storage/port-catalog.ts';
import { templateIdOf } from '../storage/port-pages.ts';

export type PageRulesChange = Partial<Omit<PageRules, 'templates'>>;
export type PageRulesMethods = {
  /** Changes what is given. Throws `not_found`, `invalid`. */
  changePageRules(id: string, change: PageRulesChange, actor: string): Promise<ProjectRow>;
  /** Throws `invalid` with the pattern's fault, `conflict` when it is there or LIMITS.templatesPerProject are. */
  addTemplate(id: string, pattern: string, actor: string): Promise<ProjectRow>;
  /** `template` is its pattern or its opaque id. Throws `not_found`. */
  removeTemplate(id: string, template: string, actor: string): Promise<ProjectRow>;
};
type Record = (act: { actor: string; action: string; target: string }) => Promise<void>;

export function createPageRules({ catalog, record }: { catalog: Catalog; record: Record }): PageRulesMethods {
  const changed = async (
    id: string,
    actor: string,
    { action, change }: { action: string; change: (rules: PageRules) => PageRules },
  ): Promise<ProjectRow> => {
    const project = await catalog.changePageRules(id, change);
    await record({ actor, action, target: id });
    return project;
  };
  return {
    changePageRules(id, change, actor) {
      return changed(id, actor, {
        action: 'project.page_rules',
        change: (rules) => withPageRules(rules, change),
      });
    },
    addTemplate(id, pattern, actor) {
      return changed(id, actor, {
        action: 'project.add_template',
        change: (rules) => withTemplate(rules, pattern),
      });
    },
    removeTemplate(id, template, actor) {
      return changed(id, actor, {
        action: 'project.remove_template',
        change: (rules) => withoutTemplate(rules, template),
      });
    },
  };
}

/** The rules with a change. Throws `invalid` when it names parameters that cannot be. */
export function withPageRules(rules: PageRules, change: PageRulesChange): PageRules {
  const { keepQuery, foldCase, indexFiles } = change;
  return {
    ...rules,
    ...(keepQuery === undefined ? {} : { keepQuery: checkKeptQuery(keepQuery) }),
    ...(foldCase === undefined ? {} : { foldCase }),
    ...(indexFiles === undefined ? {} : { indexFiles }),
  };
}

/** The rules with one template more. */
export function withTemplate(rules: PageRules, given: string): PageRules {
  const pattern = checkPattern(given);
  if (rules.templates.includes(pattern))
    throw new HeatError({
      kind: 'conflict',
      code: 'template_exists',
      message: `There is a template "${pattern}" already`,
    });
  if (rules.templates.length >= LIMITS.templatesPerProject)
    throw new HeatError({
      kind: 'conflict',
      code: 'too_many_templates',
      message: `Cannot add the template: a project has at most ${LIMITS.templatesPerProject}`,
    });
  return { ...rules, templates: [...rules.templates, pattern] };
}

function withoutTemplate(rules: PageRules, template: string): PageRules {
  const names = [template, codedPath(template)];
  const isIt = (pattern: string) =>
    names.includes(pattern) || templateIdOf(pattern).toString(36) === template;
  if (rules.templates.some(isIt))
    return { ...rules, templates: rules.templates.filter((pattern) => !isIt(pattern)) };
  throw new HeatError({
    kind: 'not_found',
    code: 'template_not_found',
    message: `There is no template "${template.slice(0, LIMITS.patternChars)}"`,
    hint: 'Those that there are: heat template list',
  });
}

/** Trimmed, the host in lower case, no slash at the end and letters coded, as paths are stored. */
function checkPattern(given: string): string {
  const text = given.trim();
  const slash = text.indexOf('/');
  const host = text.slice(0, Math.max(0, slash)).toLowerCase();
  const path = codedPath(text.slice(Math.max(0, slash)).replace(/(.)\/+$/, '$1'));
  const pattern = host + path;
  const fault =
    pattern.length > LIMITS.patternChars
      ? `it has at most ${LIMITS.patternChars} characters`
      : patternFault(pattern);
  if (fault === null) return pattern;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_pattern',
    message: `Cannot use this pattern: ${fault}`,
    details: { field: 'pattern' },
  });
}

function checkKeptQuery(keepQuery: PageRules['keepQuery']): PageRules['keepQuery'] {
  if (!Array.isArray(keepQuery)) return keepQuery;
  const names = [...new Set(keepQuery.map((name) => name.trim().toLowerCase()))].filter(
    (name) => name !== '',
  );
  if (names.length <= LIMITS.keptParameters && names.every((name) => !/[\s&=#?]/.test(name)))
    return names.length === 0 ? 'none' : names;
  throw new HeatError({
    kind: 'invalid',
    code: 'bad_parameter_name',
    message: `Cannot keep these parameters: at most ${LIMITS.keptParameters} names without blanks, &, =, # and ?`,
    details: { field: 'keepQuery' },
  });
}
