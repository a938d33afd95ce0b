-- Orders to forget a person. Whom is known only until it is done.
create table forgettings (
  id text primary key not null,
  project_no integer not null references projects (no) on delete cascade,
  kind text not null check (kind in ('visitor', 'user')),
  subject text,
  asked_at_ms integer not null,
  asked_by text not null,
  done_at_ms integer,
  -- JSON of RemovedCounts
  removed text
) strict, without rowid;

create index forgettings_by_project on forgettings (project_no, asked_at_ms);
