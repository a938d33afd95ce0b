-- Who came first when, and what a session's friction is made of. All of it can be rebuilt from events and sessions.

-- Start of the first session of each visitor: min(started_at_ms) of the sessions that bear the visitor.
create table visitors (
  project_no integer not null,
  visitor text not null,
  first_at_ms integer not null,
  primary key (project_no, visitor)
) strict, without rowid;

insert into visitors (project_no, visitor, first_at_ms)
select project_no, visitor, min(started_at_ms)
from sessions
group by project_no, visitor;

alter table sessions add column error_clicks integer not null default 0;
alter table sessions add column quick_backs integer not null default 0;

update sessions as s
set
  error_clicks = found.error_clicks,
  quick_backs = found.quick_backs
from (
  select
    project_no, session, part,
    sum(type = 2 and coalesce(fields ->> '$.error' = 1, 0)) as error_clicks,
    sum(type = 11 and coalesce(fields ->> '$.quickBack' = 1, 0)) as quick_backs
  from events
  where type in (2, 11)
  group by project_no, session, part
) as found
where found.project_no = s.project_no
  and found.session = s.session
  and found.part = s.part
  and (found.error_clicks > 0 or found.quick_backs > 0);

-- Sessions that clicked an element.
create index clicks_by_element on clicks (project_no, element, ts_ms, session, part);
