-- One row for each custom event, clustered by time: what reports of events, funnels and filters on events read.
-- Written by the applier together with the event; everything in it stands in events too.
create table customs (
  project_no integer not null,
  ts_ms integer not null,
  session integer not null,
  event_id text not null,
  part integer not null,
  page integer,
  name text not null,
  category text not null,
  value real,
  source text,
  -- the user that the event itself named, as server-side events do
  user_id text,
  is_bot integer not null check (is_bot in (0, 1)),
  -- JSON object, or null without properties
  props text,
  primary key (project_no, ts_ms, session, event_id)
) strict, without rowid;

-- What sessions did, for filters, funnels and journeys.
create index customs_by_session on customs (project_no, session, part, name);

-- What values add up to, without reading the rows that have none.
create index customs_valued on customs (project_no, ts_ms, value, part, is_bot) where value is not null;

insert into customs (project_no, ts_ms, session, event_id, part, page, name, category, value, source, user_id, is_bot, props)
select project_no, ts_ms, session, event_id, part, page,
  coalesce(fields ->> '$.name', ''), coalesce(fields ->> '$.category', 'general'),
  fields ->> '$.value', fields ->> '$.source', fields ->> '$.userId', (flags >> 3) & 1,
  case when json_type(fields, '$.props') = 'object' then fields -> '$.props' end
from events
where type = 7;
