-- title: Create two tables in one transaction
-- harm: none
-- before
-- rows
-- migration
CREATE TABLE a (id INTEGER PRIMARY KEY);
CREATE TABLE b (id INTEGER PRIMARY KEY);
-- check
SELECT count(*) = 2 FROM sqlite_schema WHERE name IN ('a', 'b');
