-- title: Add the reference to users, leave out what does not fit
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE tokens (id INTEGER PRIMARY KEY, user_id INTEGER);
-- rows
INSERT INTO users VALUES (1);
INSERT INTO tokens VALUES (1,1),(2,5);
-- migration
CREATE TABLE tokens_new (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users ON DELETE CASCADE);
INSERT INTO tokens_new SELECT id, user_id FROM tokens WHERE user_id IN (SELECT id FROM users);
DROP TABLE tokens;
ALTER TABLE tokens_new RENAME TO tokens;
-- check
SELECT count(*) = 1 FROM tokens;
