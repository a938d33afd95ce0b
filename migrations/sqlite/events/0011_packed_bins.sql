-- Viewports of clicks by UTC day, and what is left of a day's bins of clicks when the day is over: blobs.
-- Both can be rebuilt from clicks.

create table view_bins (
  project_no integer not null,
  page integer not null,
  kind integer not null,
  device integer not null,
  day integer not null,
  view_w integer not null,
  view_h integer not null,
  count integer not null check (count > 0),
  primary key (project_no, page, kind, device, day, view_w, view_h)
) strict, without rowid;

insert into view_bins (project_no, page, kind, device, day, view_w, view_h, count)
select c.project_no, c.page, k.kind, c.device, c.ts_ms / 86400000, c.view_w, c.view_h, count(*)
from clicks c
cross join (select 0 as kind, 0 as bit union all select 1, 2 union all select 2, 4 union all select 3, 8) k
where c.kinds & (16 | k.bit) = k.bit
  and c.view_w is not null
  and c.view_h is not null
group by 1, 2, 3, 4, 5, 6, 7;

-- Rows of element_bins and grid_bins of days that are over, packed (storage/sqlite/packed-bins.ts); what comes late
-- stands beside them as rows until it is packed too.
create table packed_bins (
  project_no integer not null,
  page integer not null,
  kind integer not null,
  device integer not null,
  day integer not null,
  elements blob not null,
  cells blob not null,
  primary key (project_no, page, kind, device, day)
) strict;
