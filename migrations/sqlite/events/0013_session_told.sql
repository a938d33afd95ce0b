-- What decides between two that tell of one session, so that it is the same in whatever order they come.

-- Traits are those that were told newest, of whom and when; they are shown while that is the session's user.
alter table sessions add column traits_user_id text;
alter table sessions add column traits_at_ms integer;

-- Time of the earliest event of a browser; null while only servers have told of the session.
alter table sessions add column told_at_ms integer;

update sessions
set
  traits_user_id = user_id,
  traits_at_ms = user_at_ms
where traits is not null;

update sessions
set told_at_ms = started_at_ms
where user_agent is not null or sdk is not 'heat-api/1';
