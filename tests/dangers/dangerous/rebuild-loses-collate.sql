-- title: Rebuild users; the login becomes NOT NULL
-- harm: COLLATE NOCASE is gone: Ann and ann are two logins now
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT COLLATE NOCASE UNIQUE);
-- rows
INSERT INTO users VALUES (1,'Ann');
-- migration
CREATE TABLE users_new (id INTEGER PRIMARY KEY, login TEXT NOT NULL UNIQUE);
INSERT INTO users_new SELECT id, login FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- check
SELECT count(*) = 0 FROM users WHERE login = 'ann';
