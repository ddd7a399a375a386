-- title: Restore notes from its backup table after a failed attempt
-- harm: notes becomes the plain copy made by CREATE TABLE AS: without key, so new notes get no id
-- kind: guarantee-lost
-- line: 2
-- before
CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE notes_backup AS SELECT * FROM notes;
-- rows
INSERT INTO notes_backup VALUES (1,'a'),(2,'b');
-- migration
DROP TABLE notes;
ALTER TABLE notes_backup RENAME TO notes;
-- check
SELECT count(*) = 0 FROM pragma_table_info('notes') WHERE pk > 0;
