-- title: Give lists a position (a new column needs no rebuild)
-- harm: none
-- before
CREATE TABLE lists (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE items (id INTEGER PRIMARY KEY, list_id INTEGER NOT NULL REFERENCES lists ON DELETE CASCADE);
-- rows
INSERT INTO lists VALUES (1,'l');
INSERT INTO items VALUES (1,1);
-- migration
ALTER TABLE lists ADD COLUMN position INTEGER;
-- check
SELECT count(*) = 1 FROM items;
