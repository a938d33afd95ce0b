// Names of the elements that filters are about: ids say nothing to people. Asked once for each id.

import type { ReactiveControllerHost } from 'lit';
import { fetchValues } from '../data/values.ts';
import { Resource } from './resource.ts';
import type { ScopeController, ScopeFilter } from './scope.ts';

/** `labelOf` gives an element's name as soon as it is known, and null for filters about something else. */
export function elementNames(
  host: ReactiveControllerHost,
  { projectId, scope }: { projectId: () => string; scope: ScopeController },
): { labelOf: (filter: ScopeFilter) => string | null } {
  const ids = () =>
    scope.value.filters.filter(({ dimension }) => dimension === 'element').map(({ value }) => value);
  const names = new Resource<Map<string, string>>(host, {
    key: () => (ids().length === 0 || projectId() === '' ? null : `${projectId()} ${ids().join(' ')}`),
    load: async (signal) => {
      const question = {
        scope: { ...scope.value, filters: [], segment: null },
        dimension: 'element' as const,
      };
      const found = await Promise.all(
        ids().map((search) => fetchValues(projectId(), { ...question, search }, signal)),
      );
      return new Map(found.flat().map(({ value, label }) => [value, label]));
    },
  });
  return {
    labelOf: ({ dimension, value }) => (dimension === 'element' ? (names.value?.get(value) ?? null) : null),
  };
}
