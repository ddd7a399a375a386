-- title: Add the reference to users, leave out what does not fit
-- harm: OR IGNORE does not cover foreign keys: the orphan stops the migration
-- kind: fails-on-rows
-- line: 2
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE tokens (id INTEGER PRIMARY KEY, user_id INTEGER);
-- rows
INSERT INTO users VALUES (1);
INSERT INTO tokens VALUES (1,1),(2,5);
-- migration
CREATE TABLE tokens_new (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users ON DELETE CASCADE);
INSERT OR IGNORE INTO tokens_new SELECT id, user_id FROM tokens;
DROP TABLE tokens;
ALTER TABLE tokens_new RENAME TO tokens;
-- check
-- error: FOREIGN KEY constraint failed
SELECT 1;
