-- title: Show what is read from the file
-- harm: Commands of the sqlite3 shell are no SQL
-- kind: fails-on-d1
-- line: 1
-- before
-- rows
-- migration
.headers on
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- check
-- error: syntax error
SELECT 1;
