-- title: Add the third plan
-- harm: Somebody made a plan by hand: id 3 is taken in production
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE plans (id INTEGER PRIMARY KEY, name TEXT);
-- rows
INSERT INTO plans VALUES (1,'a'),(2,'b'),(3,'special');
-- migration
INSERT INTO plans (id, name) VALUES (3, 'team');
-- check
-- error: UNIQUE constraint failed
SELECT 1;
