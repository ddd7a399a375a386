-- title: Put the tenant into the key of notes
-- harm: none
-- before
CREATE TABLE notes (id INTEGER PRIMARY KEY, tenant INTEGER, t TEXT);
CREATE VIRTUAL TABLE notes_fts USING fts5(t, content='notes');
-- rows
INSERT INTO notes VALUES (2,1,'alpha'),(6,1,'beta');
INSERT INTO notes_fts(notes_fts) VALUES ('rebuild');
-- migration
CREATE TABLE notes_new (id INTEGER PRIMARY KEY, tenant INTEGER, t TEXT, UNIQUE (tenant, id));
INSERT INTO notes_new SELECT id, tenant, t FROM notes;
DROP TABLE notes;
ALTER TABLE notes_new RENAME TO notes;
-- check
SELECT n.id = 2 FROM notes_fts f JOIN notes n ON n.rowid = f.rowid WHERE notes_fts MATCH 'alpha';
