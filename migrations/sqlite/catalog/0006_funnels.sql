-- Funnels kept under a name, in the order in which the project lists them.
create table funnels (
  id text primary key not null,
  project_no integer not null references projects (no) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  -- JSON of a FunnelDefinition
  definition text not null,
  position integer not null,
  created_by text not null,
  created_at_ms integer not null,
  updated_at_ms integer not null,
  archived_at_ms integer
) strict, without rowid;

create unique index funnels_by_name on funnels (project_no, name);
