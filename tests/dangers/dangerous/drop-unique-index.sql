-- title: Drop an index that no query uses
-- harm: It is the one that keeps the names unique
-- kind: guarantee-lost
-- line: 1
-- before
CREATE TABLE labels (id INTEGER PRIMARY KEY, name TEXT);
CREATE UNIQUE INDEX idx_labels_1 ON labels (name);
-- rows
INSERT INTO labels VALUES (1,'a');
-- migration
DROP INDEX IF EXISTS idx_labels_1;
-- check
SELECT count(*) = 0 FROM pragma_index_list('labels');
