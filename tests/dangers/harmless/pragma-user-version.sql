-- title: Note the version of the schema
-- harm: none
-- before
CREATE TABLE t (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE t ADD COLUMN a TEXT;
CREATE TABLE schema_version (v INTEGER);
INSERT INTO schema_version VALUES (7);
-- check
SELECT v = 7 FROM schema_version;
