-- Clicks of days that are over, packed (storage/sqlite/packed-clicks.ts) and taken out of `clicks`; what comes late
-- stands there as rows until it is packed too. Can be rebuilt from events.
create table packed_clicks (
  project_no integer not null,
  page integer not null,
  day integer not null,
  block integer not null,
  clicks blob not null,
  primary key (project_no, page, day, block)
) strict;

-- On which pages packed clicks hit an element.
create table packed_elements (
  project_no integer not null,
  element integer not null,
  page integer not null,
  primary key (project_no, element, page)
) strict, without rowid;
