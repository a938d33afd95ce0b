-- Page snapshots, as their owners took them: large, few, and nothing else depends on them.
create table snapshots (
  id text primary key not null,
  project_no integer not null,
  page integer not null,
  url text not null,
  title text not null,
  device integer not null check (device in (1, 2, 3)),
  viewport_w integer not null,
  viewport_h integer not null,
  doc_w integer not null,
  doc_h integer not null,
  layout_hash text not null,
  nodes integer not null,
  created_at_ms integer not null,
  body blob not null
) strict;

create index snapshots_by_page on snapshots (project_no, page, device, created_at_ms);
create index snapshots_by_age on snapshots (project_no, created_at_ms);
