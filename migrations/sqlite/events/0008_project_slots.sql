-- page_slots without page and device: what a project's own totals and series read.
create table project_slots (
  project_no integer not null,
  slot integer not null,
  pageviews integer not null,
  clicks integer not null,
  rage integer not null,
  dead integer not null,
  errors integer not null,
  customs integer not null,
  events integer not null,
  primary key (project_no, slot)
) strict, without rowid;

insert into project_slots (project_no, slot, pageviews, clicks, rage, dead, errors, customs, events)
select project_no, slot, sum(pageviews), sum(clicks), sum(rage), sum(dead), sum(errors), sum(customs), sum(events)
from page_slots
group by project_no, slot;
