-- title: Rebuild quotes; IF NOT EXISTS, should the first attempt have left quotes_new behind
-- harm: The table left by the first attempt still holds its old rows, which come back to life beside the copied ones
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE quotes (id INTEGER PRIMARY KEY, q TEXT);
CREATE TABLE quotes_new (id INTEGER PRIMARY KEY, q TEXT NOT NULL);
-- rows
INSERT INTO quotes VALUES (1,'new text');
INSERT INTO quotes_new VALUES (1,'old text'),(2,'deleted since');
-- migration
CREATE TABLE IF NOT EXISTS quotes_new (id INTEGER PRIMARY KEY, q TEXT NOT NULL);
INSERT OR IGNORE INTO quotes_new SELECT id, q FROM quotes;
DROP TABLE quotes;
ALTER TABLE quotes_new RENAME TO quotes;
-- check
SELECT count(*) = 2 AND max(q = 'old text') FROM quotes;
