-- title: Add the column that an earlier migration has added
-- harm: A column of that name is there (names do not differ by case)
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY, Note TEXT);
-- rows
-- migration
ALTER TABLE t ADD COLUMN note TEXT;
-- check
-- error: duplicate column name
SELECT 1;
