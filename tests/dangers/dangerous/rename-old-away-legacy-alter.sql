-- title: Rebuild lists by moving the old one away, with legacy_alter_table on so that the children keep their reference
-- harm: With foreign keys on the references are rewritten all the same, and the items go with lists_old
-- kind: rows-lost
-- line: 6
-- before
CREATE TABLE lists (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE items (id INTEGER PRIMARY KEY, list_id INTEGER NOT NULL REFERENCES lists ON DELETE CASCADE);
-- rows
INSERT INTO lists VALUES (1,'l');
INSERT INTO items VALUES (1,1);
-- migration
PRAGMA foreign_keys = 0;
PRAGMA legacy_alter_table = 1;
ALTER TABLE lists RENAME TO lists_old;
CREATE TABLE lists (id INTEGER PRIMARY KEY, name TEXT, position INTEGER);
INSERT INTO lists (id, name) SELECT id, name FROM lists_old;
DROP TABLE lists_old;
PRAGMA legacy_alter_table = 0;
PRAGMA foreign_keys = 1;
-- check
SELECT count(*) = 0 FROM items;
