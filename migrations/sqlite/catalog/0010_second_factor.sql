-- A second factor for each user who wants one, and where everybody is signed in.
-- The secret has to be read again to compute a code, so it cannot be a hash; recovery codes are hashes.
create table second_factors (
  user_id text primary key not null references users (id) on delete cascade,
  secret text not null check (length(secret) = 40),
  begun_at_ms integer not null,
  confirmed_at_ms integer,
  -- The step of time whose code was used last: a code works once.
  last_step integer not null default 0,
  recovery_hashes text not null default '[]' check (json_valid(recovery_hashes))
) strict, without rowid;

-- No address: a name of browser and system is all that is kept of whoever signed in.
create table sign_ins (
  jti text primary key not null,
  user_id text not null references users (id) on delete cascade,
  agent text not null check (length(agent) <= 64),
  created_at_ms integer not null,
  last_seen_at_ms integer not null,
  expires_at_ms integer not null
) strict, without rowid;

create index sign_ins_by_user on sign_ins (user_id, last_seen_at_ms);
create index sign_ins_by_expiry on sign_ins (expires_at_ms);
