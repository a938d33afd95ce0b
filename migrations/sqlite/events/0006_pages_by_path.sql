-- Templates ask for pages by the beginning of their path.
create index pages_by_path on pages (project_no, path, host);
