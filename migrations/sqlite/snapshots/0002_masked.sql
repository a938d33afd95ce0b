-- Snapshots that a visitor's browser took, with all text masked: they give way to those of the owner.
alter table snapshots add column is_masked integer not null default 0 check (is_masked in (0, 1));
