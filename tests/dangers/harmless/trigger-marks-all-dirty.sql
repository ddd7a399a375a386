-- title: Trim the names of the contacts
-- harm: none
-- before
CREATE TABLE contacts (id INTEGER PRIMARY KEY, name TEXT, dirty INTEGER DEFAULT 0);
CREATE TRIGGER contacts_dirty AFTER UPDATE OF name ON contacts BEGIN UPDATE contacts SET dirty = 1 WHERE id = new.id; END;
-- rows
INSERT INTO contacts (id, name) VALUES (1,'Ann'),(2,' Bo'),(3,NULL);
-- migration
UPDATE contacts SET name = trim(name) WHERE name <> trim(name);
-- check
SELECT sum(dirty) = 1 FROM contacts;
