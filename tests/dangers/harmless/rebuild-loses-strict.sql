-- title: Rebuild metrics with a unit
-- harm: none
-- before
CREATE TABLE metrics (id INTEGER PRIMARY KEY, v INTEGER) STRICT;
-- rows
INSERT INTO metrics VALUES (1,5);
-- migration
CREATE TABLE metrics_new (id INTEGER PRIMARY KEY, v INTEGER, unit TEXT) STRICT;
INSERT INTO metrics_new (id, v) SELECT id, v FROM metrics;
DROP TABLE metrics;
ALTER TABLE metrics_new RENAME TO metrics;
-- check
SELECT strict = 1 FROM pragma_table_list('metrics');
