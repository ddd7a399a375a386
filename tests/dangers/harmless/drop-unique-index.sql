-- title: Drop an index that no query uses
-- harm: none
-- before
CREATE TABLE labels (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE INDEX idx_labels_1 ON labels (name);
-- rows
INSERT INTO labels VALUES (1,'a');
-- migration
DROP INDEX IF EXISTS idx_labels_1;
-- check
SELECT count(*) = 1 FROM pragma_index_list('labels') WHERE "unique";
