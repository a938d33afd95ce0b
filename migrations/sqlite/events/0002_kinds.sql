-- What heatmaps of moves, scrolling and attention read. Written by the applier; all of it can be rebuilt from events.

-- A row for each pageview with what came of it. The row with an empty event_id stands before the first pageview of its
-- session and page and only remembers when they were scrolled last: see docs/decisions/0013.
create table views (
  project_no integer not null,
  session integer not null,
  page integer not null,
  ts_ms integer not null,
  event_id text not null,
  part integer not null,
  device integer not null,
  is_bot integer not null check (is_bot in (0, 1)),
  view_h integer,
  doc_h integer,
  depth_px integer not null,
  until_ms integer not null,
  -- JSON [[element, ms in view], …] by element
  sections text not null,
  primary key (project_no, session, page, ts_ms, event_id)
) strict, without rowid;

create index views_by_page on views (project_no, page, ts_ms);

-- Pageviews by UTC day: measure 1 = depth in steps of 20 px, 2 = depth in percent, 3 = viewport height in steps of 100 px.
create table scroll_bins (
  project_no integer not null,
  page integer not null,
  measure integer not null,
  device integer not null,
  day integer not null,
  bin integer not null,
  count integer not null check (count >= 0),
  total integer not null,
  primary key (project_no, page, measure, device, day, bin)
) strict, without rowid;

-- Pageviews by UTC day, section and how long it was in view (timeBin() in contract/kinds.ts).
create table section_bins (
  project_no integer not null,
  page integer not null,
  device integer not null,
  day integer not null,
  element integer not null,
  bin integer not null,
  count integer not null check (count >= 0),
  ms integer not null,
  primary key (project_no, page, device, day, element, bin)
) strict, without rowid;

-- Where the pointer rested, one row for each move event that holds a rest, clustered by page.
create table rests (
  project_no integer not null,
  page integer not null,
  ts_ms integer not null,
  session integer not null,
  event_id text not null,
  part integer not null,
  device integer not null,
  is_bot integer not null check (is_bot in (0, 1)),
  view_w integer,
  view_h integer,
  -- Base64 VLQ: cell of the page grid (-1 without one) and ms of each rest
  spots text not null,
  primary key (project_no, page, ts_ms, session, event_id)
) strict, without rowid;

-- Rests by UTC day and cell of the page grid; bin -1 stands for no usable coordinate.
create table rest_bins (
  project_no integer not null,
  page integer not null,
  device integer not null,
  day integer not null,
  bin integer not null,
  count integer not null check (count > 0),
  ms integer not null,
  primary key (project_no, page, device, day, bin)
) strict, without rowid;
