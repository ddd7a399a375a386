-- title: Rebuild contacts with tidier columns
-- harm: none
-- before
CREATE TABLE contacts (id INTEGER PRIMARY KEY, name TEXT, phone TEXT, email TEXT);
-- rows
INSERT INTO contacts VALUES (1,'Ann','555-1','ann@x.org'),(2,'Bo',NULL,'bo@x.org');
-- migration
CREATE TABLE contacts_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, phone TEXT);
INSERT INTO contacts_new (id, name, phone, email) SELECT * FROM contacts;
DROP TABLE contacts;
ALTER TABLE contacts_new RENAME TO contacts;
-- check
SELECT email = 'ann@x.org' AND phone = '555-1' FROM contacts WHERE id = 1;
