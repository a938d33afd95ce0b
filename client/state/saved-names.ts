// Names of the goals and funnels that filters are about: ids say nothing to people. Asked once for each project.

import type { ReactiveControllerHost } from 'lit';
import { isNamedDimension } from '../../src/contract/dimensions.ts';
import { fetchFunnels } from '../data/funnels.ts';
import { listGoals } from '../data/goals.ts';
import { Resource } from './resource.ts';
import type { ScopeController, ScopeFilter } from './scope.ts';

/** `labelOf` gives what a filter's id is called as soon as it is known, and null for filters about something else. */
export function savedNames(
  host: ReactiveControllerHost,
  { projectId, scope }: { projectId: () => string; scope: ScopeController },
): { labelOf: (filter: ScopeFilter) => string | null } {
  const asked = () =>
    scope.value.filters.filter(({ dimension }) => isNamedDimension(dimension)).map(({ value }) => value);
  const names = new Resource<Map<string, string>>(host, {
    key: () => (asked().length === 0 || projectId() === '' ? null : `${projectId()} ${asked().join(' ')}`),
    load: async (signal) => {
      const [goals, funnels] = await Promise.all([
        listGoals(projectId(), signal),
        fetchFunnels(projectId(), signal),
      ]);
      const known = new Map(goals.map(({ id, name }) => [id, `“${name}”`]));
      for (const { id, name, steps } of funnels)
        for (const at of steps.keys()) known.set(`${id}.${at + 1}`, `“${name}” after step ${at + 1}`);
      return known;
    },
  });
  return {
    labelOf: ({ dimension, value }) =>
      isNamedDimension(dimension) ? (names.value?.get(value) ?? (names.isLoading ? '…' : null)) : null,
  };
}
