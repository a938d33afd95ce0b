-- The durable hand-over between the door and the applier: a row for each accepted request, append-only.
create table journal (
  id text primary key not null check (length(id) between 8 and 64)
) strict, without rowid;

create table batches (
  seq integer primary key autoincrement,
  project_no integer not null check (project_no > 0),
  received_at_ms integer not null check (received_at_ms > 0),
  event_count integer not null check (event_count > 0),
  -- JSON of a JournalBatch
  body text not null
) strict;
