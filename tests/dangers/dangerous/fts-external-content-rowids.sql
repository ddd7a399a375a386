-- title: Rebuild notes (the key is a text) with a NOT NULL title
-- harm: The rows get new rowids, the search table goes by the old ones: a search finds the wrong note
-- kind: rowid-moved
-- line: 3
-- before
CREATE TABLE notes (id TEXT PRIMARY KEY, title TEXT);
CREATE VIRTUAL TABLE notes_fts USING fts5(title, content='notes');
-- rows
INSERT INTO notes VALUES ('x','gone'),('y','alpha'),('z','beta');
DELETE FROM notes WHERE id = 'x';
INSERT INTO notes_fts(notes_fts) VALUES ('rebuild');
-- migration
CREATE TABLE notes_new (id TEXT PRIMARY KEY, title TEXT NOT NULL);
INSERT INTO notes_new SELECT id, title FROM notes;
DROP TABLE notes;
ALTER TABLE notes_new RENAME TO notes;
-- check
SELECT (SELECT n.id FROM notes_fts f JOIN notes n ON n.rowid = f.rowid WHERE notes_fts MATCH 'alpha') IS NOT 'y';
