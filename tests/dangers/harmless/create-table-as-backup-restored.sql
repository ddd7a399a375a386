-- title: Restore notes from its backup table after a failed attempt
-- harm: none
-- before
CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE notes_backup AS SELECT * FROM notes;
-- rows
INSERT INTO notes_backup VALUES (1,'a'),(2,'b');
-- migration
INSERT INTO notes SELECT * FROM notes_backup WHERE id NOT IN (SELECT id FROM notes);
DROP TABLE notes_backup;
-- check
SELECT (SELECT count(*) FROM pragma_table_info('notes') WHERE pk > 0) = 1 AND (SELECT count(*) FROM notes) = 2;
