-- Accounts and projects: small, edited by people, shared with the command line.
create table users (
  id text primary key not null,
  email text not null unique check (length(email) between 3 and 254),
  name text not null,
  password_hash text not null,
  is_owner integer not null check (is_owner in (0, 1)),
  token_version integer not null default 0,
  created_at_ms integer not null
) strict, without rowid;

create table projects (
  no integer primary key autoincrement,
  id text not null unique check (length(id) between 1 and 64),
  name text not null check (length(name) between 1 and 80),
  origins text not null default '[]',
  time_zone text not null default 'UTC',
  write_key text not null unique,
  created_at_ms integer not null
) strict;

-- Projects that are gone from here while what they measured is still being deleted elsewhere.
create table removed_projects (
  project_no integer primary key not null
) strict;

create table api_keys (
  id text primary key not null,
  project_no integer not null references projects (no) on delete cascade,
  name text not null,
  scope text not null check (scope in ('read', 'write', 'admin')),
  hash text not null,
  prefix text not null,
  created_at_ms integer not null,
  expires_at_ms integer,
  last_used_at_ms integer,
  revoked_at_ms integer
) strict, without rowid;

create index api_keys_by_project on api_keys (project_no, created_at_ms);

create table links (
  hash text primary key not null,
  purpose text not null check (purpose in ('setup', 'sign-in')),
  user_id text,
  expires_at_ms integer not null
) strict, without rowid;

-- Sign-ins that were signed out before their time; forgotten when their tokens have expired anyway.
create table ended_sign_ins (
  jti text primary key not null,
  expires_at_ms integer not null
) strict, without rowid;

create index ended_sign_ins_by_expiry on ended_sign_ins (expires_at_ms);

create table audit (
  id integer primary key autoincrement,
  at_ms integer not null,
  actor text not null,
  action text not null,
  target text not null,
  details text
) strict;
