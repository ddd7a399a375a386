-- title: Make the tax number unique; who has none is left out
-- harm: Who has none has '' and not NULL, and '' is there twice
-- kind: fails-on-rows
-- line: 1
-- before
CREATE TABLE firms (id INTEGER PRIMARY KEY, tax TEXT);
-- rows
INSERT INTO firms VALUES (1,''),(2,''),(3,'T1'),(4,NULL);
-- migration
CREATE UNIQUE INDEX firms_tax ON firms (tax) WHERE tax IS NOT NULL;
-- check
-- error: UNIQUE constraint failed
SELECT 1;
