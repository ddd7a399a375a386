-- title: Trim the names of the contacts
-- harm: Every row, changed or not, is marked for a new upload by the trigger
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE contacts (id INTEGER PRIMARY KEY, name TEXT, dirty INTEGER DEFAULT 0);
CREATE TRIGGER contacts_dirty AFTER UPDATE OF name ON contacts BEGIN UPDATE contacts SET dirty = 1 WHERE id = new.id; END;
-- rows
INSERT INTO contacts (id, name) VALUES (1,'Ann'),(2,' Bo'),(3,NULL);
-- migration
UPDATE contacts SET name = trim(name);
-- check
SELECT sum(dirty) = 3 FROM contacts;
