-- title: Rebuild quotes; IF NOT EXISTS, should the first attempt have left quotes_new behind
-- harm: none
-- before
CREATE TABLE quotes (id INTEGER PRIMARY KEY, q TEXT);
CREATE TABLE quotes_new (id INTEGER PRIMARY KEY, q TEXT NOT NULL);
-- rows
INSERT INTO quotes VALUES (1,'new text');
INSERT INTO quotes_new VALUES (1,'old text'),(2,'deleted since');
-- migration
DROP TABLE IF EXISTS quotes_new;
CREATE TABLE quotes_new (id INTEGER PRIMARY KEY, q TEXT NOT NULL);
INSERT INTO quotes_new SELECT id, q FROM quotes;
DROP TABLE quotes;
ALTER TABLE quotes_new RENAME TO quotes;
-- check
SELECT count(*) = 1 AND max(q = 'new text') FROM quotes;
