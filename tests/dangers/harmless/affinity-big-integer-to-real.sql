-- title: Store the external ids as numbers
-- harm: none
-- before
CREATE TABLE links (id INTEGER PRIMARY KEY, ext INTEGER);
-- rows
INSERT INTO links VALUES (1,9007199254740993),(2,5);
-- migration
CREATE TABLE links_new (id INTEGER PRIMARY KEY, ext BIGINT);
INSERT INTO links_new SELECT id, ext FROM links;
DROP TABLE links;
ALTER TABLE links_new RENAME TO links;
-- check
SELECT CAST(ext AS TEXT) = '9007199254740993' FROM links WHERE id = 1;
