-- title: Delete the carts that are empty text
-- harm: "contnt" is no column but a text, and 'contnt' <> 'full' is true for each row
-- kind: rows-lost
-- line: 1
-- before
CREATE TABLE carts (id INTEGER PRIMARY KEY, content TEXT);
-- rows
INSERT INTO carts VALUES (1,'full'),(2,''),(3,'full');
-- migration
DELETE FROM carts WHERE "contnt" <> 'full';
-- check
SELECT count(*) = 0 FROM carts;
