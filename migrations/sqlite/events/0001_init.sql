-- What visitors did. Written by the applier alone; every table but events can be rebuilt from events.

create table applied (
  journal_id text primary key not null,
  seq integer not null check (seq >= 0)
) strict, without rowid;

-- Batches that could not be turned into rows: a fault of ours, kept whole for when it is mended.
create table set_aside (
  journal_id text not null,
  seq integer not null,
  project_no integer not null,
  received_at_ms integer not null,
  event_count integer not null,
  reason text not null,
  body text not null,
  primary key (journal_id, seq)
) strict, without rowid;

-- Server time of the newest event of each project.
create table last_events (
  project_no integer primary key not null,
  received_at_ms integer not null
) strict;

create table pages (
  project_no integer not null,
  page integer not null,
  host text not null,
  path text not null,
  title text,
  seen_at_ms integer not null,
  primary key (project_no, page)
) strict, without rowid;

create table elements (
  project_no integer not null,
  element integer not null,
  -- JSON of an ElementDescriptor
  descriptor text not null,
  seen_at_ms integer not null,
  primary key (project_no, element)
) strict, without rowid;

-- The box each element was last seen in, for the wireframe.
create table boxes (
  project_no integer not null,
  page integer not null,
  device integer not null,
  element integer not null,
  x integer not null,
  y integer not null,
  w integer not null,
  h integer not null,
  doc_w integer not null,
  doc_h integer not null,
  is_section integer not null check (is_section in (0, 1)),
  seen_at_ms integer not null,
  primary key (project_no, page, device, element)
) strict, without rowid;

create table sessions (
  project_no integer not null,
  session integer not null,
  part integer not null check (part >= 0),
  client_id text not null,
  visitor text not null,
  user_id text,
  traits text,
  started_at_ms integer not null,
  ended_at_ms integer not null check (ended_at_ms >= started_at_ms),
  events integer not null,
  pageviews integer not null,
  clicks integer not null,
  moves integer not null,
  scrolls integer not null,
  inputs integer not null,
  customs integer not null,
  errors integer not null,
  rage integer not null,
  dead integer not null,
  max_scroll_pct real,
  entry_page integer,
  entry_at_ms integer,
  -- event ids behind entry and exit, which decide ties
  entry_id text,
  exit_page integer,
  exit_at_ms integer,
  exit_id text,
  referrer text,
  source text,
  medium text,
  utm_source text,
  utm_medium text,
  utm_campaign text,
  utm_term text,
  utm_content text,
  device integer,
  browser text,
  browser_version text,
  os text,
  user_agent text,
  platform text,
  language text,
  country text,
  screen_w integer,
  screen_h integer,
  app_name text,
  app_version text,
  app_env text,
  sdk text,
  rate real not null check (rate > 0 and rate <= 1),
  move_rate real not null check (move_rate > 0 and move_rate <= 1),
  is_bot integer not null check (is_bot in (0, 1)),
  primary key (project_no, session, part)
) strict, without rowid;

create index sessions_by_start on sessions (project_no, started_at_ms, session, part);

-- Clustered by session: the journey is one range, and the key itself is what makes an event exactly once.
create table events (
  project_no integer not null,
  session integer not null,
  event_id text not null check (length(event_id) between 1 and 64),
  part integer not null,
  type integer not null,
  ts_ms integer not null,
  received_at_ms integer not null,
  skew_ms integer not null,
  flags integer not null,
  page integer,
  view_w integer,
  view_h integer,
  dpr real,
  element integer,
  key_id text not null,
  -- JSON object of the type's own fields
  fields text not null,
  primary key (project_no, session, event_id)
) strict, without rowid;

-- Clicks again, clustered by page, for filtered heatmaps and the ragged edges of a range.
create table clicks (
  project_no integer not null,
  page integer not null,
  ts_ms integer not null,
  session integer not null,
  event_id text not null,
  part integer not null,
  device integer not null,
  element integer,
  bin integer,
  cell integer,
  view_w integer,
  view_h integer,
  doc_w integer,
  doc_h integer,
  kinds integer not null,
  primary key (project_no, page, ts_ms, session, event_id)
) strict, without rowid;

create table page_slots (
  project_no integer not null,
  slot integer not null,
  page integer not null,
  device integer not null,
  pageviews integer not null,
  clicks integer not null,
  rage integer not null,
  dead integer not null,
  errors integer not null,
  customs integer not null,
  events integer not null,
  primary key (project_no, slot, page, device)
) strict, without rowid;

-- Every click on a page counts once here for each of its kinds: element 0 stands for none, a bin below 0 for no offset:
-- -1, or -2 - cell when its place on the page is known.
create table element_bins (
  project_no integer not null,
  page integer not null,
  kind integer not null,
  device integer not null,
  day integer not null,
  element integer not null,
  bin integer not null,
  count integer not null check (count > 0),
  primary key (project_no, page, kind, device, day, element, bin)
) strict, without rowid;

-- Every click on a page counts once here for each of its kinds; bin -1 stands for no usable coordinate.
create table grid_bins (
  project_no integer not null,
  page integer not null,
  kind integer not null,
  device integer not null,
  day integer not null,
  bin integer not null,
  count integer not null check (count > 0),
  primary key (project_no, page, kind, device, day, bin)
) strict, without rowid;
