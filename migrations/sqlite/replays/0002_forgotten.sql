-- Sessions that were forgotten: what their browsers still had of the time before is not taken any more.
create table forgotten (
  project_no integer not null,
  session integer not null,
  until_ms integer not null,
  primary key (project_no, session)
) strict, without rowid;
