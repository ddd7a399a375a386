-- title: Create a search table
-- harm: D1 has fts5, not fts4
-- kind: fails-on-d1
-- line: 1
-- before
-- rows
-- migration
CREATE VIRTUAL TABLE search USING fts4(title, body);
-- check
-- error: not authorized
SELECT 1;
