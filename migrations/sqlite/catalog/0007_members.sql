-- Who may look at which project, besides the owners of the installation; and who was asked to.
create table members (
  project_no integer not null references projects (no) on delete cascade,
  user_id text not null references users (id) on delete cascade,
  role text not null check (role in ('owner', 'editor', 'viewer')),
  created_at_ms integer not null,
  primary key (project_no, user_id)
) strict, without rowid;

create index members_by_user on members (user_id);

-- Bound to one address, used once; only the hash of a token is kept.
create table invitations (
  id text primary key not null,
  hash text not null unique,
  project_no integer not null references projects (no) on delete cascade,
  email text not null check (length(email) between 3 and 254),
  role text not null check (role in ('owner', 'editor', 'viewer')),
  created_by text not null,
  created_at_ms integer not null,
  expires_at_ms integer not null
) strict, without rowid;

create unique index invitations_by_project on invitations (project_no, email);
