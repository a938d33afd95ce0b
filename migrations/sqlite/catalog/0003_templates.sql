-- Which pages of a project count as one: rules for paths and templates, applied when a question is asked.
alter table projects add column page_rules text not null default '{"keepQuery":"all","foldCase":false,"indexFiles":false,"templates":[]}';
