// Batches of events whose ids are known, and questions to an events.db that holds them: which are there, do counters agree.

import type { Database } from 'bun:sqlite';
import type { Random } from '../../src/lib/seeded-random.ts';

const SESSIONS = 12;

export type Batch = { session: string; ids: string[]; body: string };

/** Each call of what it returns is another batch, of one of a few sessions. */
export function batchMaker(writeKey: string, random: Random): () => Batch {
  let batchNo = 0;
  return () => makeBatch(batchNo++, writeKey, random);
}

const startMs = Date.now() - 600_000;

function makeBatch(no: number, writeKey: string, random: Random): Batch {
  const session = `crash-${no % SESSIONS}`;
  const prefix = `b${no}-`;
  const count = random.between(3, 12);
  const events = Array.from({ length: count }, (_, i) => {
    const base = { i, t: no * 20 + i };
    if (i === 0) return { ...base, type: 'pageview' };
    if (i % 3 === 0) return { ...base, type: 'scroll', scrollY: i * 100, scrollDepthPct: i * 5 };
    return {
      ...base,
      type: 'click',
      x: 100 + i,
      y: 200 + no,
      e: 0,
      r: [(i * 40) % 256, 128],
      doc: [1440, 3000],
      ...(i % 4 === 1 ? { rage: true } : {}),
    };
  });
  const body = JSON.stringify({
    v: 1,
    key: writeKey,
    sdk: { name: 'crash', version: '1' },
    sentAt: Date.now(),
    session: { id: session, startedAt: startMs, lastSeenAt: startMs },
    ids: prefix,
    t0: startMs,
    pages: [{ url: `https://shop.example/page-${no % 5}` }],
    views: [[1440, 900, 1]],
    elements: [{ tag: 'button', id: 'buy' }],
    events,
  });
  return { session, ids: events.map((event) => `${prefix}${event.i.toString(36)}`), body };
}

/** `<session> <event id>` of each event. */
export function idsOf(batch: Batch): string[] {
  return batch.ids.map((id) => `${batch.session} ${id}`);
}

/** The same of what is stored, one for each row. */
export function storedIds(events: Database): string[] {
  return events
    .query(
      'select s.client_id || ? || e.event_id as id from events e join sessions s using (project_no, session, part)',
    )
    .values(' ')
    .map((row) => String(row[0]));
}

/** Counters that do not equal what they count. */
export function differences(db: Database): unknown[] {
  const sessions = db
    .query(
      `select s.session, s.part, s.events, s.pageviews, s.clicks, s.scrolls, s.rage,
        count(*) as e, sum(type = 1) as p, sum(type = 2) as c, sum(type = 4) as sc, sum(type = 2 and json_extract(fields, '$.rage') is not null) as r
      from sessions s join events using (project_no, session, part)
      group by s.session, s.part
      having s.events <> e or s.pageviews <> p or s.clicks <> c or s.scrolls <> sc or s.rage <> r`,
    )
    .all();
  const sums = db
    .query(
      `select (select count(*) from events) as events, (select sum(events) from sessions) as session_events, (select sum(events) from page_slots) as slot_events,
        (select count(*) from events where type = 2) as clicks, (select count(*) from clicks) as click_rows,
        (select sum(count) from element_bins where kind = 0) as element_bins, (select sum(count) from grid_bins where kind = 0) as grid_bins,
        (select sum(clicks) from page_slots) as slot_clicks,
        (select count(*) from events where type = 1 and page is not null) as pageviews, (select count(*) from views where event_id <> '') as views,
        (select coalesce(sum(count), 0) from scroll_bins where measure = 1) as scroll_bins`,
    )
    .get() as Record<string, number>;
  const wrong: unknown[] = [...sessions];
  if (sums.events !== sums.session_events || sums.events !== sums.slot_events) wrong.push(sums);
  for (const name of ['click_rows', 'element_bins', 'grid_bins', 'slot_clicks'])
    if (sums[name] !== sums.clicks) wrong.push({ name, ...sums });
  if (sums.views !== sums.pageviews || sums.scroll_bins !== sums.pageviews)
    wrong.push({ name: 'views', ...sums });
  return wrong;
}
