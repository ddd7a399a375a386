-- title: Create an organisation with its owner and its settings
-- harm: none
-- before
CREATE TABLE orgs (id INTEGER PRIMARY KEY, slug TEXT UNIQUE);
CREATE TABLE members (id INTEGER PRIMARY KEY, org_id INTEGER, who TEXT);
CREATE TABLE settings (org_id INTEGER, k TEXT);
-- rows
INSERT INTO orgs VALUES (1,'a'),(2,'b');
INSERT INTO members VALUES (9,1,'x');
-- migration
INSERT INTO orgs (slug) VALUES ('c');
INSERT INTO members (org_id, who) SELECT id, 'ops' FROM orgs WHERE slug = 'c';
INSERT INTO settings (org_id, k) SELECT id, 'theme' FROM orgs WHERE slug = 'c';
-- check
SELECT org_id = 3 FROM settings;
