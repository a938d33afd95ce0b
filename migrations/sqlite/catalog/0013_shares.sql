-- Links that show one view of one project to whoever has them, until a day; only the hash of a token is kept.
create table shares (
  id text primary key not null,
  hash text not null unique,
  project_no integer not null references projects (no) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  -- JSON of contract SharedQuestion: the view and the scope it is asked with
  question text not null check (json_valid(question)),
  password_hash text,
  created_by text not null,
  created_at_ms integer not null,
  expires_at_ms integer not null check (expires_at_ms > created_at_ms),
  opened_at_ms integer
) strict, without rowid;

create index shares_by_project on shares (project_no, created_at_ms);
