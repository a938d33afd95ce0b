-- Elements whose rage or dead clicks are no trouble (a counter that people hammer on): reports leave them out.
create table muted_elements (
  project_no integer not null references projects (no) on delete cascade,
  element integer not null,
  kind text not null check (kind in ('rage', 'dead')),
  -- What it was called when it was muted.
  label text not null,
  muted_by text not null,
  muted_at_ms integer not null,
  primary key (project_no, element, kind)
) strict, without rowid;
