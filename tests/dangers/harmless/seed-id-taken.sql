-- title: Add the third plan
-- harm: none
-- before
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO plans VALUES (1,'a'),(2,'b'),(3,'special');
-- migration
INSERT INTO plans (name) VALUES ('team');
-- check
SELECT (SELECT count(*) FROM plans) = 4 AND (SELECT name FROM plans WHERE id = 3) = 'special';
