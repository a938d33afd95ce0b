-- What a project's owner decided beside name, origins and zone: a JSON object, read by contract/project-settings.ts.
alter table projects add column settings text not null default '{}' check (json_valid(settings));
