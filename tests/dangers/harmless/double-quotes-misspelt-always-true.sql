-- title: Delete the carts that are empty text
-- harm: none
-- before
CREATE TABLE carts (id INTEGER PRIMARY KEY, content TEXT);
-- rows
INSERT INTO carts VALUES (1,'full'),(2,''),(3,'full');
-- migration
DELETE FROM carts WHERE "content" <> 'full';
-- check
SELECT count(*) = 2 FROM carts;
