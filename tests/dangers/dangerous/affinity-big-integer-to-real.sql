-- title: Store the external ids as numbers
-- harm: REAL holds only 53 bits exactly, so the last digits of a big id change
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE links (id INTEGER PRIMARY KEY, ext INTEGER);
-- rows
INSERT INTO links VALUES (1,9007199254740993),(2,5);
-- migration
CREATE TABLE links_new (id INTEGER PRIMARY KEY, ext DOUBLE);
INSERT INTO links_new SELECT id, ext FROM links;
DROP TABLE links;
ALTER TABLE links_new RENAME TO links;
-- check
SELECT CAST(CAST(ext AS INTEGER) AS TEXT) = '9007199254740992' FROM links WHERE id = 1;
