-- title: Add the missing permissions
-- harm: none
-- before
CREATE TABLE permissions (name TEXT PRIMARY KEY);
-- rows
INSERT INTO permissions VALUES ('read');
-- migration
INSERT OR IGNORE INTO permissions VALUES ('read'), ('write'), ('admin');
-- check
SELECT count(*) = 3 FROM permissions;
