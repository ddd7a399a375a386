-- title: Keep the children in a temporary table during the rebuild
-- harm: D1 refuses temporary tables
-- kind: fails-on-d1
-- line: 1
-- before
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p(id) ON DELETE CASCADE);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO c VALUES (1,1);
-- migration
CREATE TEMP TABLE c_keep AS SELECT * FROM c;
DELETE FROM p;
INSERT INTO p VALUES (1);
INSERT INTO c SELECT * FROM c_keep;
-- check
-- error: not authorized
SELECT 1;
