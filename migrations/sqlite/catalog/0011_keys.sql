-- What narrows an API key, how often each was used on a day, and write keys that were replaced and still let in.
alter table api_keys add column addresses text not null default '[]' check (json_valid(addresses));
alter table api_keys add column per_minute integer check (per_minute > 0);

create table key_usage (
  key_id text not null references api_keys (id) on delete cascade,
  -- Days of UTC since 1970.
  day integer not null,
  requests integer not null default 0,
  -- Of them: from an address that is not allowed, above the key's own limit, after its end.
  refused integer not null default 0,
  primary key (key_id, day)
) strict, without rowid;

create index key_usage_by_day on key_usage (day);

create table old_write_keys (
  write_key text primary key not null,
  project_no integer not null references projects (no) on delete cascade,
  replaced_at_ms integer not null,
  expires_at_ms integer not null
) strict, without rowid;

create index old_write_keys_by_project on old_write_keys (project_no, expires_at_ms);
