// The bare reference that ingest is measured against: Bun.serve, JSON.parse, group commit, one row for each event
// (a mouse-move sample is a row), synchronous=full, answer after the commit, and no other work at all.
//   bun bench/reference.ts FILE   prints its port, then serves until it is killed

import { Database } from 'bun:sqlite';

type Point = { x: number; y: number; tsOffset: number };
type Event = {
  eventId: string;
  sessionId: string;
  ts: number;
  path: string;
  type: string;
  x?: number;
  y?: number;
  selector?: string;
  points?: Point[];
  scrollY?: number;
};

const db = new Database(Bun.argv[2] ?? ':memory:', { create: true, strict: true });
db.run('pragma journal_mode = wal');
db.run('pragma synchronous = full');
db.run(
  'create table events (id integer primary key, event_id text, session text, type text, ts integer, path text, x integer, y integer, rest text) strict',
);
const insert = db.prepare(
  'insert into events (event_id, session, type, ts, path, x, y, rest) values (?, ?, ?, ?, ?, ?, ?, ?)',
);

let waiting: { events: Event[]; done: () => void }[] = [];
const commit = db.transaction((group: typeof waiting) => {
  for (const { events } of group) {
    for (const event of events) {
      if (event.points) {
        for (const point of event.points)
          insert.run(
            event.eventId,
            event.sessionId,
            'move',
            event.ts + point.tsOffset,
            event.path,
            point.x,
            point.y,
            null,
          );
      } else {
        insert.run(
          event.eventId,
          event.sessionId,
          event.type,
          event.ts,
          event.path,
          event.x ?? null,
          event.y ?? null,
          event.selector ?? null,
        );
      }
    }
  }
});

function flush(): void {
  const group = waiting;
  waiting = [];
  commit.immediate(group);
  for (const { done } of group) done();
}

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  async fetch(request) {
    const body = (await request.json()) as { events: Event[] };
    await new Promise<void>((done) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ events: body.events, done });
    });
    return Response.json({ ok: true, accepted: body.events.length });
  },
});
console.log(server.port);
