-- What happened at a time, drawn into charts: deploys, campaigns, outages.
create table annotations (
  id text primary key not null,
  project_no integer not null references projects (no) on delete cascade,
  at_ms integer not null,
  text text not null check (length(text) between 1 and 200),
  created_by text not null,
  created_at_ms integer not null
) strict, without rowid;

create index annotations_by_time on annotations (project_no, at_ms, id);
