-- Time of the newest event that named the session's user, so that whoever was named last is the same in any order.
alter table sessions add column user_at_ms integer;

update sessions
set user_at_ms = ended_at_ms
where user_id is not null;
