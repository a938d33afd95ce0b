-- Orders to remove made-up sessions: those that began in a range and pass filters.
create table purges (
  id text primary key not null,
  project_no integer not null references projects (no) on delete cascade,
  from_ms integer not null,
  to_ms integer not null,
  -- JSON list of filters, as they were asked for
  filters text not null,
  includes_bots integer not null check (includes_bots in (0, 1)),
  -- JSON of the filters with what they mean; null once it is done
  meaning text,
  asked_at_ms integer not null,
  asked_by text not null,
  done_at_ms integer,
  -- JSON of RemovedCounts
  removed text
) strict, without rowid;

create index purges_by_project on purges (project_no, asked_at_ms);
