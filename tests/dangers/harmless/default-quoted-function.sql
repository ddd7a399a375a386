-- title: Add created_at with the present time
-- harm: none
-- before
CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);
-- rows
INSERT INTO notes VALUES (1,'a'),(2,'b');
-- migration
ALTER TABLE notes ADD COLUMN created_at TEXT NOT NULL DEFAULT '';
UPDATE notes SET created_at = CURRENT_TIMESTAMP;
-- check
SELECT count(*) = 2 FROM notes WHERE created_at GLOB '20??-??-??*';
