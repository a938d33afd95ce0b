// How many people there were, new and returning, and who of the identified users did most.

import type { Database } from 'bun:sqlite';
import { NO_VALUE } from '../../contract/dimensions.ts';
import { DAY_MS } from '../../contract/slots.ts';
import type { UsersQuery, UsersRows } from '../port-metrics.ts';
import { countDistinct } from './report-distinct.ts';
import { readSessionColumns, type SessionColumns } from './report-session-columns.ts';
import { readGroups, readVisitors, type SessionGroups } from './report-session-groups.ts';

type User = UsersRows['items'][number];

export function readUsers(db: Database, query: UsersQuery): UsersRows {
  const columns = readSessionColumns(db, query, { isBegun: true });
  const { startedAtMs, visitor } = columns;
  const { firstAtMs } = readVisitors(db, query.projectNo, columns);
  const since = (days: number) => (row: number) => (startedAtMs[row] as number) >= query.toMs - days * DAY_MS;
  const users = usersOf(columns, readGroups(db, query, columns, 'user'));
  return {
    visitors: countVisitors(columns, () => true),
    newVisitors: countVisitors(
      columns,
      (row) => (startedAtMs[row] as number) <= (firstAtMs[visitor[row] as number] as number),
    ),
    users: users.length,
    ...{ daily: countVisitors(columns, since(1)), weekly: countVisitors(columns, since(7)) },
    monthly: countVisitors(columns, since(30)),
    items: users.sort(compareUsers).slice(0, query.limit),
  };
}

/** Different visitors of the scope's sessions that are wanted. */
function countVisitors(
  { count, isIn, visitor, visitors }: SessionColumns,
  isWanted: (row: number) => boolean,
): number {
  const numbers = new Uint32Array(count);
  let rows = 0;
  for (let row = 0; row < count; row += 1) {
    if (isIn[row] === 1 && isWanted(row)) numbers[rows++] = visitor[row] as number;
  }
  return countDistinct(null, { numbers: numbers.subarray(0, rows), width: visitors, cells: 1 })[0] ?? 0;
}

function usersOf(columns: SessionColumns, { group, names }: SessionGroups): User[] {
  const users = names.map((user): User => ({ user, sessions: 0, pageviews: 0, events: 0, lastAtMs: 0 }));
  for (let row = 0; row < columns.count; row += 1) {
    if (columns.isIn[row] !== 1) continue;
    const user = users[group[row] as number] as User;
    user.sessions += 1;
    user.pageviews += columns.pageviews[row] as number;
    user.events += columns.events[row] as number;
    user.lastAtMs = Math.max(
      user.lastAtMs,
      (columns.startedAtMs[row] as number) + (columns.durationMs[row] as number),
    );
  }
  return users.filter(({ user }) => user !== NO_VALUE);
}

function compareUsers(a: User, b: User): number {
  return b.sessions - a.sessions || b.lastAtMs - a.lastAtMs || (a.user < b.user ? -1 : 1);
}
