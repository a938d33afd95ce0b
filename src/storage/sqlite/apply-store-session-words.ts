// Words of sessions as the applier writes them: each combination of a project stands in its table once, under a number as
// small as is free, and goes with the last session that names it.

import type { Database, SQLQueryBindings } from 'bun:sqlite';
import { hash52 } from '../../lib/hash.ts';
import type { SessionKey } from '../port-apply.ts';
import { columnOf, SESSION_WORDS, WORD_NUMBER, WORD_TABLES, type WordTable } from './session-words.ts';

export type WordNumbers = Record<WordTable, number | null>;
type Values = readonly (string | number | null)[];
export type SessionWordStore = {
  /** Numbers that a session row names; null where there is no such row. */
  namedBy(key: SessionKey & { part: number }): WordNumbers | null;
  /** Begins to change what sessions name; to be used and written within one transaction. */
  change(): WordChange;
};
export type WordChange = {
  /** The number of these values, in the order of SESSION_WORDS; null when all of them are. Counts one more use. */
  take(table: WordTable, projectNo: number, values: Values): number | null;
  /** Counts one use less. */
  give(projectNo: number, numbers: WordNumbers): void;
  /** Writes how often each is used, and removes what no session names any more. */
  write(): void;
};

/** A number is the lowest bits of a hash, so many of them that SQLite keeps it in 1, 2, 3, 4 or 8 bytes. */
const SIZES = [2 ** 7, 2 ** 15, 2 ** 23, 2 ** 31, 2 ** 52];

export function prepareSessionWords(db: Database): SessionWordStore {
  const stores = Object.fromEntries(WORD_TABLES.map((table) => [table, prepareTable(db, table)])) as Record<
    WordTable,
    ReturnType<typeof prepareTable>
  >;
  const named = db.query<WordNumbers, [number, number, number]>(
    `select agent as agents, referral as referrals, seat as seats
     from session_rows where project_no = ? and session = ? and part = ?`,
  );
  return {
    namedBy: ({ projectNo, session, part }) => named.get(projectNo, session, part),
    change() {
      const changes = Object.fromEntries(WORD_TABLES.map((table) => [table, stores[table]()])) as Record<
        WordTable,
        ReturnType<ReturnType<typeof prepareTable>>
      >;
      return {
        take: (table, projectNo, values) =>
          values.every((value) => value === null) ? null : changes[table].take(projectNo, values),
        give(projectNo, numbers) {
          for (const table of WORD_TABLES) {
            const number = numbers[table];
            if (number !== null) changes[table].count(projectNo, number, -1);
          }
        },
        write() {
          for (const table of WORD_TABLES) changes[table].write();
        },
      };
    },
  };
}

function prepareTable(db: Database, table: WordTable) {
  const number = WORD_NUMBER[table];
  const columns = SESSION_WORDS[table].map(columnOf);
  // Found by their key alone: SQLite compiles a statement that it has to plan anew for each binding.
  const select = db.query<unknown, [number, number]>(
    `select ${columns.join(', ')} from ${table} where project_no = ? and ${number} = ?`,
  );
  const largest = db.query<{ number: number | null }, [number]>(
    `select max(${number}) as number from ${table} where project_no = ?`,
  );
  const insert = db.query<unknown, SQLQueryBindings[]>(
    `insert into ${table} (project_no, ${number}, uses, ${columns.join(', ')})
     values (?, ?, 0, ${columns.map(() => '?').join(', ')})`,
  );
  const add = db.query<unknown, [number, number, number]>(
    `update ${table} set uses = uses + ? where project_no = ? and ${number} = ?`,
  );
  const tidy = db.query<unknown, [number, number]>(
    `delete from ${table} where project_no = ? and ${number} = ? and uses <= 0`,
  );
  const numberOf = (projectNo: number, text: string, values: Values): number => {
    const hash = hash52(text);
    let free: number | null = null;
    for (const size of SIZES) {
      const [row] = select.values(projectNo, hash % size) as Values[];
      if (row?.every((value, at) => value === values[at])) return hash % size;
      if (!row) free ??= hash % size;
    }
    // All of them are another's only where somebody has looked for texts with one hash.
    const given = free ?? Math.max(2 ** 52, largest.get(projectNo)?.number ?? 0) + 1;
    insert.run(projectNo, given, ...values);
    return given;
  };

  // Numbers and counts are remembered until they are written: sessions of one slice say the same again and again.
  return () => {
    const numbers = new Map<string, number>();
    const counts = new Map<number, Map<number, number>>();
    const count = (projectNo: number, of: number, step: number): void => {
      const own = counts.get(projectNo) ?? new Map<number, number>();
      counts.set(projectNo, own);
      own.set(of, (own.get(of) ?? 0) + step);
    };
    return {
      count,
      take(projectNo: number, values: Values): number {
        const text = JSON.stringify(values);
        const key = `${projectNo} ${text}`;
        const known = numbers.get(key) ?? numberOf(projectNo, text, values);
        numbers.set(key, known);
        count(projectNo, known, 1);
        return known;
      },
      write(): void {
        for (const [projectNo, own] of counts) {
          for (const [of, step] of own) {
            if (step !== 0) add.run(step, projectNo, of);
            if (step <= 0) tidy.run(projectNo, of);
          }
        }
      },
    };
  };
}
