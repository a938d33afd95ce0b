// Reads what an operator wants to know of the journal and the events, without changing either: beside a running server
// or without one. Bounded: nothing here walks all events.

import type { Database } from 'bun:sqlite';
import { LIMITS } from '../../contract/limits.ts';
import { SLOT_MS } from '../../contract/slots.ts';
import { EVENT_FLAGS } from '../port-apply.ts';
import type { StoredFacts } from '../port-inspection.ts';
import { guarded, openReader } from './connection.ts';

/** Both files must be of this heat's version. Throws `unavailable` for what cannot be read. */
export function inspectStored(paths: { journal: string; events: string }, sinceMs: number): StoredFacts {
  return guarded(() => {
    const journal = openReader(paths.journal);
    try {
      const events = openReader(paths.events);
      try {
        return {
          waiting: waitingOf(journal, events),
          setAside: setAsideOf(events),
          lastEvents: lastEventsOf(events),
          events: eventsOf(events, sinceMs),
          skew: skewOf(events, sinceMs),
        };
      } finally {
        events.close();
      }
    } finally {
      journal.close();
    }
  });
}

/** The journal is read last: what is applied meanwhile is then not counted as waiting. */
function waitingOf(journal: Database, events: Database): StoredFacts['waiting'] {
  const id = journal.query<{ id: string }, []>('select id from journal').get()?.id ?? '';
  const applied = events.query<{ seq: number }, [string]>('select seq from applied where journal_id = ?');
  const waiting = journal.query<StoredFacts['waiting'], [number]>(
    'select count(*) as batches, coalesce(sum(octet_length(body)), 0) as bytes from batches where seq > ?',
  );
  return waiting.get(applied.get(id)?.seq ?? 0) ?? { batches: 0, bytes: 0 };
}

function setAsideOf(events: Database): StoredFacts['setAside'] {
  const row = events
    .query<StoredFacts['setAside'], []>(
      'select count(*) as batches, coalesce(sum(event_count), 0) as events from set_aside',
    )
    .get();
  return row ?? { batches: 0, events: 0 };
}

function lastEventsOf(events: Database): StoredFacts['lastEvents'] {
  return events
    .query<StoredFacts['lastEvents'][number], []>(
      'select project_no as projectNo, received_at_ms as receivedAtMs from last_events order by project_no',
    )
    .all();
}

function eventsOf(events: Database, sinceMs: number): StoredFacts['events'] {
  const row = events
    .query<StoredFacts['events'], [number]>(
      `select coalesce(sum(events), 0) as "all", coalesce(sum(events) filter (where slot >= ?), 0) as recent
       from project_slots`,
    )
    .get(Math.floor(sinceMs / SLOT_MS));
  return row ?? { all: 0, recent: 0 };
}

/** Of rows that are not packed yet, some day's worth; a session counts once. */
function skewOf(events: Database, sinceMs: number): StoredFacts['skew'] {
  const skews = events
    .query<{ skewMs: number }, [number, number]>(
      `select min(skew_ms) as skewMs
       from (select project_no, session, skew_ms, received_at_ms, flags from events limit ?)
       where received_at_ms >= ?
         and flags & ${EVENT_FLAGS.imported} = 0
       group by project_no, session`,
    )
    .all(LIMITS.doctorClockEvents, sinceMs)
    .map(({ skewMs }) => skewMs)
    .sort((a, b) => a - b);
  const medianMs = skews[Math.floor(skews.length / 2)];
  return medianMs === undefined ? null : { sessions: skews.length, medianMs };
}
