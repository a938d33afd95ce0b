-- Filters kept under a name, for everybody who may see the project.
create table segments (
  id text primary key not null,
  project_no integer not null references projects (no) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  -- JSON list of filters, each dimension:op:value
  filters text not null,
  created_by text not null,
  created_at_ms integer not null,
  updated_at_ms integer not null
) strict, without rowid;

create unique index segments_by_name on segments (project_no, name);
