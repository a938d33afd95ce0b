-- Sessions of days that are over, in the order of their start, as columns (storage/sqlite/packed-sessions.ts). A block
-- holds all sessions that begin in [from_ms, to_ms), or is not there; `last_ms` is when the last of them ended. Every
-- block can be made again from sessions, views and customs, and is made by heat itself, a few at a time.
create table packed_sessions (
  project_no integer not null,
  from_ms integer not null,
  field text not null,
  to_ms integer not null check (to_ms > from_ms),
  last_ms integer not null,
  sessions integer not null,
  body blob not null,
  primary key (project_no, from_ms, field)
) strict;

-- Visitors in blocks are numbers; null until one of their sessions is packed.
alter table visitors add column number integer;

-- How many numbers were given away, so that none is given twice.
create table visitor_numbers (
  project_no integer primary key not null,
  given integer not null
) strict;

-- Values of custom events are read from blocks now, and of younger sessions with their other events.
drop index customs_valued;
