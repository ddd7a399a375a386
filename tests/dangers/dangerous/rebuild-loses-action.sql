-- title: Rebuild sessions with a default for agent
-- harm: ON DELETE CASCADE is gone: a user with sessions cannot be deleted any more
-- kind: guarantee-lost
-- line: 4
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE sessions (id TEXT PRIMARY KEY, user_id INTEGER REFERENCES users(id) ON DELETE CASCADE, agent TEXT);
-- rows
INSERT INTO users VALUES (1);
INSERT INTO sessions VALUES ('s',1,NULL);
-- migration
CREATE TABLE sessions_new (id TEXT PRIMARY KEY, user_id INTEGER REFERENCES users(id), agent TEXT DEFAULT '?');
INSERT INTO sessions_new SELECT id, user_id, agent FROM sessions;
DROP TABLE sessions;
ALTER TABLE sessions_new RENAME TO sessions;
-- check
SELECT on_delete = 'NO ACTION' FROM pragma_foreign_key_list('sessions');
