-- One-time links also set a new password; a changed check needs the table made anew. Links live minutes to an hour.
create table links_anew (
  hash text primary key not null,
  purpose text not null check (purpose in ('setup', 'sign-in', 'password')),
  user_id text,
  expires_at_ms integer not null,
  check (purpose <> 'password' or user_id is not null)
) strict, without rowid;

insert into links_anew (hash, purpose, user_id, expires_at_ms)
select hash, purpose, user_id, expires_at_ms from links;

drop table links;

alter table links_anew rename to links;

create unique index links_one_password on links (user_id) where purpose = 'password';
