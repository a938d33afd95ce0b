-- Goals: filters that a session passes when it converts.
create table goals (
  id text primary key not null,
  project_no integer not null references projects (no) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  -- JSON array of `dimension:op:value`
  filters text not null,
  -- Custom event whose values are added up.
  value_event text,
  created_by text not null,
  created_at_ms integer not null,
  updated_at_ms integer not null
) strict, without rowid;

create unique index goals_by_name on goals (project_no, name);

-- Alerts: a number that is looked at again and again, and whom to tell.
create table alerts (
  id text primary key not null,
  project_no integer not null references projects (no) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  -- JSON of an AlertRule
  rule text not null,
  url text not null,
  -- Signs what is sent.
  secret text not null,
  created_by text not null,
  created_at_ms integer not null,
  updated_at_ms integer not null,
  paused_at_ms integer,
  -- End of the last window that was looked at, and of the last that it fired for.
  checked_until_ms integer not null,
  fired_until_ms integer
) strict, without rowid;

create unique index alerts_by_name on alerts (project_no, name);

-- What alerts have to tell: one row for each time that one fired, kept for a while after it was told.
create table alert_deliveries (
  id text primary key not null,
  alert_id text not null references alerts (id) on delete cascade,
  -- The window's end: an alert fires once for it.
  until_ms integer not null,
  -- The JSON that is sent, the same at every attempt.
  body text not null,
  state text not null check (state in ('waiting', 'delivered', 'failed')),
  attempts integer not null,
  next_at_ms integer not null,
  -- What became of the last attempt.
  outcome text,
  created_at_ms integer not null
) strict, without rowid;

create unique index alert_deliveries_once on alert_deliveries (alert_id, until_ms);
create index alert_deliveries_waiting on alert_deliveries (state, next_at_ms);
