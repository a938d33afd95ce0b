-- The total of a list of sessions without bots comes from the index alone.
drop index sessions_by_start;

create index sessions_by_start on sessions (project_no, started_at_ms, session, part, is_bot);
