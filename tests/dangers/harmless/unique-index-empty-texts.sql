-- title: Make the tax number unique; who has none is left out
-- harm: none
-- before
CREATE TABLE firms (id INTEGER PRIMARY KEY, tax TEXT);
-- rows
INSERT INTO firms VALUES (1,''),(2,''),(3,'T1'),(4,NULL);
-- migration
CREATE UNIQUE INDEX firms_tax ON firms (tax) WHERE tax <> '';
-- check
SELECT count(*) = 1 FROM pragma_index_list('firms') WHERE "unique";
