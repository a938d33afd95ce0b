-- Recorded sessions in pieces: large, many, short-lived, and nothing else depends on them. Rows of two tables change in
-- one transaction, so that a project's sum is always that of its chunks.

create table chunks (
  id integer primary key not null,
  project_no integer not null,
  session integer not null,
  recording text not null check (length(recording) between 1 and 64),
  position integer not null check (position >= 0),
  from_ms integer not null,
  to_ms integer not null check (to_ms >= from_ms),
  received_at_ms integer not null,
  raw_bytes integer not null,
  body blob not null
) strict;

create unique index chunks_by_key on chunks (project_no, session, recording, position);
create index chunks_by_time on chunks (project_no, session, from_ms, id);
create index chunks_by_age on chunks (project_no, received_at_ms, id);

create table usage (
  project_no integer primary key not null,
  chunks integer not null check (chunks >= 0),
  bytes integer not null check (bytes >= 0)
) strict;
