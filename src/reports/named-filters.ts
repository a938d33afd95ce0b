// Filters by the name of something saved: goals, steps of funnels, templates and rules of pages; and the rules for reports
// that name pages. Looks them up in front of the store, so that no room, route, command or export needs to know of it.

import { isNamedDimension, type NamedDimension, NO_VALUE } from '../contract/dimensions.ts';
import { LIMITS } from '../contract/limits.ts';
import { areRulesPlain, type PageRules, PLAIN_PAGE_RULES } from '../contract/page-rules.ts';
import { hasCodedLetters } from '../lib/coded-path.ts';
import { HeatError } from '../lib/errors.ts';
import type { Filter, QueryOptions, ReportStore, Scope } from '../storage/port.ts';
import type { Catalog, FunnelRow, GoalRow } from '../storage/port-catalog.ts';
import type { FilterMeaning } from '../storage/port-scope.ts';
import { byProject } from './by-project.ts';
import { readFilters } from './filters.ts';
import { stepQueries } from './funnel-steps.ts';

type NamesCatalog = Pick<Catalog, 'version' | 'listGoals' | 'listFunnels' | 'findProjectByNo'>;
/** What a project's filters can name. */
type Names = { goals: readonly GoalRow[]; funnels: readonly FunnelRow[]; pageRules: PageRules };
type Asking = { store: ReportStore; names: Names; scope: Scope; options: QueryOptions | undefined };

/**
 * The same store, which takes named filters too. Throws `invalid` (unknown_goal, unknown_funnel_step) naming what the
 * project has, and for a step that more than LIMITS.funnelSessionsFiltered sessions left at.
 */
export function withNames(store: ReportStore, catalog: NamesCatalog): ReportStore {
  const namesOf = byProject(catalog, (projectNo) => readNames(catalog, projectNo));
  const asked = async <Q extends Scope>(query: Q, options: QueryOptions | undefined): Promise<Q> => {
    if (!query.filters.some(mayBeNamed)) return query;
    const names = await namesOf(query.projectNo);
    return { ...query, filters: await resolveAll(query.filters, { store, names, scope: query, options }) };
  };
  /** Reports that name pages say what they count as. */
  const ruled = async <Q extends Scope>(query: Q, options: QueryOptions | undefined): Promise<Q> => {
    const { pageRules } = await namesOf(query.projectNo);
    const resolved = await asked(query, options);
    return areRulesPlain(pageRules) ? resolved : { ...resolved, pageRules };
  };
  return {
    ...store,
    overview: async (query, options) => store.overview(await ruled(query, options), options),
    pages: async (query, options) => store.pages(await asked(query, options), options),
    heatmap: async (query, options) => store.heatmap(await asked(query, options), options),
    clusters: async (query, options) => store.clusters(await asked(query, options), options),
    pageElements: async (query, options) => store.pageElements(await asked(query, options), options),
    friction: async (query, options) => store.friction(await asked(query, options), options),
    rests: async (query, options) => store.rests(await asked(query, options), options),
    scroll: async (query, options) => store.scroll(await asked(query, options), options),
    sessions: async (query, options) => store.sessions(await asked(query, options), options),
    neighbours: async (query, options) => store.neighbours(await asked(query, options), options),
    similar: async (query, options) => store.similar(await asked(query, options), options),
    values: async (query, options) => store.values(await asked(query, options), options),
    metrics: async (query, options) => store.metrics(await ruled(query, options), options),
    customEvents: async (query, options) => store.customEvents(await asked(query, options), options),
    async purgeable(query, options) {
      const resolved = await asked(query, options);
      return { ...(await store.purgeable(resolved, options)), filters: resolved.filters };
    },
    recorded: async (query, options) => store.recorded(await asked(query, options), options),
    users: async (query, options) => store.users(await asked(query, options), options),
    funnel: async (query, options) => store.funnel(await ruled(query, options), options),
    funnelSessions: async (query, options) => store.funnelSessions(await asked(query, options), options),
    paths: async (query, options) => store.paths(await ruled(query, options), options),
    retention: async (query, options) => store.retention(await asked(query, options), options),
  };
}

async function readNames(catalog: NamesCatalog, projectNo: number): Promise<Names> {
  const [goals, funnels, project] = await Promise.all([
    catalog.listGoals(projectNo),
    catalog.listFunnels(projectNo),
    catalog.findProjectByNo(projectNo),
  ]);
  return { goals, funnels, pageRules: project?.pageRules ?? PLAIN_PAGE_RULES };
}

function mayBeNamed({ dimension, means }: Filter): boolean {
  if (means !== undefined) return false;
  return isNamedDimension(dimension) || dimension === 'page' || dimension === 'entry' || dimension === 'exit';
}

async function resolveAll(filters: readonly Filter[], asking: Asking): Promise<Filter[]> {
  const resolved: Filter[] = [];
  // One after the other: a project may ask only so many questions at once.
  for (const filter of filters) resolved.push(await resolve(filter, asking));
  return resolved;
}

async function resolve(filter: Filter, asking: Asking): Promise<Filter> {
  if (!mayBeNamed(filter)) return filter;
  if (filter.dimension === 'goal') return { ...filter, means: await goalMeaning(filter.value, asking) };
  if (filter.dimension === 'funnel_left') return { ...filter, means: await leftMeaning(filter, asking) };
  const { op, value } = filter;
  const { pageRules } = asking.names;
  const isName = (op === 'is' || op === 'is_not') && value !== NO_VALUE;
  if (!isName || (areRulesPlain(pageRules) && !hasCodedLetters(value))) return filter;
  const asked = { projectNo: asking.scope.projectNo, path: value, rules: pageRules };
  return {
    ...filter,
    means: { kind: 'pages', pages: await asking.store.pagesCalled(asked, asking.options) },
  };
}

async function goalMeaning(id: string, asking: Asking): Promise<FilterMeaning> {
  const { goals } = asking.names;
  const goal = goals.find((one) => one.id === id);
  if (!goal) throw unknown('goal', 'unknown_goal', goals);
  return { kind: 'all', filters: await resolveAll(readFilters(goal.filters), asking) };
}

/** Sessions of the scope, under its other filters, in which somebody got to the step and no further. */
async function leftMeaning({ value }: Filter, asking: Asking): Promise<FilterMeaning> {
  const { scope, names, store, options } = asking;
  const [, id, number] = /^(.+)\.(\d{1,2})$/.exec(value) ?? [];
  const found = names.funnels.find((one) => one.id === id);
  const step = Number(number) - 1;
  if (!found || !(step >= 0 && step < found.definition.steps.length))
    throw unknown('funnel_left', 'unknown_funnel_step', names.funnels);
  const { steps, windowMs, order, unit } = found.definition;
  const { projectNo, fromMs, toMs, timeZone, includeBots } = scope;
  const others = scope.filters.filter(({ dimension }) => dimension !== 'funnel_left');
  const most = LIMITS.funnelSessionsFiltered;
  const sessions = await store.funnelSessions(
    {
      ...{ projectNo, fromMs, toMs, timeZone, includeBots, windowMs, order, unit, step, split: null },
      filters: await resolveAll(others, asking),
      steps: await stepQueries(store, { projectNo, pageRules: names.pageRules, steps }, options),
      edges: [fromMs, toMs],
      outcome: 'left',
      limit: most + 1,
    },
    options,
  );
  if (sessions.length > most) throw tooMany(most);
  return { kind: 'sessions', sessions: sessions.map(({ session, part }) => [session, part] as const) };
}

function unknown(
  dimension: NamedDimension,
  code: string,
  known: readonly { id: string; name: string }[],
): HeatError {
  const allowed = known.map(({ id }) => (dimension === 'goal' ? id : `${id}.<step>`));
  const words = known.map(({ name }, index) => `${allowed[index]} (${name})`).join(', ');
  return new HeatError({
    kind: 'invalid',
    code,
    message: `Cannot use this value of ${dimension}: the project has ${words || 'none'}`,
    details: { name: dimension, allowed },
  });
}

function tooMany(most: number): HeatError {
  return new HeatError({
    kind: 'invalid',
    code: 'too_many_sessions',
    message: `Cannot filter by this step: more than ${most} sessions left there. Ask for a shorter range`,
  });
}
