-- title: Create a search table
-- harm: none
-- before
-- rows
-- migration
CREATE VIRTUAL TABLE search USING fts5(title, body);
-- check
SELECT count(*) = 0 FROM search;
