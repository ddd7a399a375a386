-- title: Create an organisation with its owner and its settings
-- harm: The second last_insert_rowid() is the id of the member, not that of the organisation
-- kind: values-changed
-- line: 3
-- before
CREATE TABLE orgs (id INTEGER PRIMARY KEY, slug TEXT UNIQUE);
CREATE TABLE members (id INTEGER PRIMARY KEY, org_id INTEGER, who TEXT);
CREATE TABLE settings (org_id INTEGER, k TEXT);
-- rows
INSERT INTO orgs VALUES (1,'a'),(2,'b');
INSERT INTO members VALUES (9,1,'x');
-- migration
INSERT INTO orgs (slug) VALUES ('c');
INSERT INTO members (org_id, who) VALUES (last_insert_rowid(), 'ops');
INSERT INTO settings (org_id, k) VALUES (last_insert_rowid(), 'theme');
-- check
SELECT org_id = 10 FROM settings;
