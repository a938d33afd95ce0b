-- Events of session parts that are over, packed (storage/sqlite/packed-events.ts) and taken out of `events`: whole parts
-- in order of the page they entered on and their session. What comes late for one of them brings it back as rows.
create table packed_events (
  project_no integer not null,
  day integer not null,
  block integer not null,
  first_page integer not null,
  first_session integer not null,
  last_page integer not null,
  last_session integer not null,
  heads blob not null,
  bodies blob not null,
  primary key (project_no, day, block)
) strict;
