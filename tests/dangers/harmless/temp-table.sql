-- title: Keep the children in a temporary table during the rebuild
-- harm: none
-- before
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE c (id INTEGER PRIMARY KEY, p_id INTEGER REFERENCES p(id) ON DELETE CASCADE);
-- rows
INSERT INTO p VALUES (1);
INSERT INTO c VALUES (1,1);
-- migration
CREATE TABLE c_keep AS SELECT * FROM c;
DELETE FROM p;
INSERT INTO p VALUES (1);
INSERT INTO c SELECT * FROM c_keep;
DROP TABLE c_keep;
-- check
SELECT count(*) = 1 FROM c;
