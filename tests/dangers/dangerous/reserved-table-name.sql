-- title: Create a table of our own settings
-- harm: Names that begin with _cf_ are reserved on D1
-- kind: fails-on-d1
-- line: 1
-- before
-- rows
-- migration
CREATE TABLE _cf_settings (k TEXT PRIMARY KEY, v TEXT);
-- check
-- error: not authorized
SELECT 1;
