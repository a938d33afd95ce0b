-- What is being taken out again: of a person who is to be forgotten, or because it was kept long enough. Every table
-- but forgotten is empty when nothing is under way.

create table forgettings (
  project_no integer not null,
  id text not null,
  -- JSON of RemovedCounts: what went so far
  removed text not null,
  primary key (project_no, id)
) strict, without rowid;

-- Parts of sessions that go, and that are gone: their recordings are looked for in the end.
create table forgetting_parts (
  project_no integer not null,
  id text not null,
  session integer not null,
  part integer not null,
  from_ms integer not null,
  to_ms integer not null,
  -- 0: the part as a whole, 1: only custom events that name the user
  scope integer not null check (scope in (0, 1)),
  is_gone integer not null check (is_gone in (0, 1)),
  primary key (project_no, id, session, part)
) strict, without rowid;

-- Pages, elements and visitors that rows which went have named: whatever nobody else names goes too.
create table forgetting_names (
  project_no integer not null,
  kind text not null check (kind in ('page', 'element', 'visitor')),
  name text not null,
  primary key (project_no, kind, name)
) strict, without rowid;

-- Whose events up to which time are dropped when they come late, by hash.
create table forgotten (
  project_no integer not null,
  kind text not null check (kind in ('visitor', 'user', 'session')),
  mark text not null,
  until_ms integer not null,
  primary key (project_no, kind, mark)
) strict, without rowid;
