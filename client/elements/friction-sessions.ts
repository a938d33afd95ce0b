// Which sessions an element with trouble leads to. Pure.

import type { FrictionItem, Trouble } from '../../src/contract/friction-answer.ts';
import { TROUBLES } from '../../src/contract/friction-answer.ts';
import { LIMITS } from '../../src/contract/limits.ts';
import { type Scope, type ScopeFilter, writeFilter } from '../state/scope.ts';

type Found = Pick<FrictionItem, 'element' | Trouble> & { page: Pick<FrictionItem['page'], 'path'> };

const DIMENSIONS = { rage: 'rage', errors: 'error_clicks', dead: 'dead' } as const;

/**
 * The scope narrowed to sessions that clicked the element, saw its page and had the kind of trouble. Filters look at each
 * of them by itself: of the affected sessions that began in the range none is missing, but some can be there whose trouble
 * was elsewhere. Where the scope has too many filters already, its last ones give way.
 */
export function frictionSessions(scope: Scope, { element, page, ...counts }: Found): Scope {
  const kinds = TROUBLES.filter((kind) => counts[kind] > 0);
  // One of several kinds cannot be asked for; whoever had any has points.
  const [only] = kinds.length === 1 ? kinds : [];
  const own: ScopeFilter[] = [
    { dimension: 'element', op: 'is', value: element },
    { dimension: 'page', op: 'is', value: page.path },
    { dimension: only ? DIMENSIONS[only] : 'friction', op: 'min', value: '1' },
  ];
  const texts = own.map(writeFilter);
  const others = scope.filters.filter((filter) => !texts.includes(writeFilter(filter)));
  return { ...scope, filters: [...others.slice(0, LIMITS.scopeFilters - own.length), ...own] };
}
