// Values that a dimension has in a scope, for those who choose one.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { dimensionSpec, propKeyOf, type SplitDimension } from '../../contract/dimensions.ts';
import type { ValuesQuery } from '../port.ts';
import type { DimensionValue } from '../port-sessions.ts';
import { FACTS, type Fact, propFact, TEXT_COLUMNS } from './report-dimensions.ts';
import { readElements } from './report-elements.ts';
import { type Condition, likeAny, sessionsBegun } from './report-filters.ts';

export function readValues(db: Database, query: ValuesQuery): DimensionValue[] {
  const { dimension, search } = query;
  if (dimension === 'element') return elementOf(db, query.projectNo, search);
  const key = propKeyOf(dimension);
  const found =
    key !== null
      ? valuesOfFacts(query, propFact(key))
      : dimensionSpec(dimension).kind === 'text'
        ? valuesOfSessions(query, TEXT_COLUMNS[dimension as SplitDimension])
        : valuesOfFacts(query, FACTS[dimension as keyof typeof FACTS]);
  return db
    .query<DimensionValue, SQLQueryBindings[]>(
      `
with listed as materialized (${found.sql}
)
select value, count(*) as count
from listed
where value is not null${search === null ? '' : `\n  and value like ? escape '\\'`}
group by value
having count(distinct visitor) >= ${query.leastVisitors ?? 0}
order by count desc, value
limit ?`,
    )
    .all(...found.params, ...(search === null ? [] : [likeAny(search)]), query.limit);
}

function valuesOfSessions(query: ValuesQuery, column: string): Condition {
  const begun = sessionsBegun(query);
  return {
    sql: `
  select ${column} as value, s.visitor
  from sessions s
  where ${begun.sql}`,
    params: begun.params,
  };
}

/** Each value counts once for each time that it happened. */
function valuesOfFacts(query: ValuesQuery, { tables, where, value, params }: Fact): Condition {
  const begun = sessionsBegun(query);
  return {
    sql: `
  select ${value} as value, s.visitor
  from sessions s
  cross join ${tables}
  where ${begun.sql}
    and ${where}`,
    params: [...begun.params, ...params],
  };
}

function elementOf(db: Database, projectNo: number, id: string | null): DimensionValue[] {
  const element = Number.parseInt(id ?? '', 36);
  if (!Number.isSafeInteger(element)) return [];
  const descriptor = readElements(db, projectNo)(element);
  return descriptor.tag === 'unknown' ? [] : [{ value: id as string, count: 1, descriptor }];
}
