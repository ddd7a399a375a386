-- title: Erase the personal data of deleted users
-- harm: The trigger turns the DELETE into a mark and ignores it: the data stay
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT, deleted INTEGER DEFAULT 0);
CREATE TRIGGER users_soft BEFORE DELETE ON users BEGIN UPDATE users SET deleted = 1 WHERE id = old.id; SELECT RAISE(IGNORE); END;
-- rows
INSERT INTO users VALUES (1,'a@x',1),(2,'b@x',0);
-- migration
DELETE FROM users WHERE deleted = 1;
-- check
SELECT count(mail) = 2 FROM users;
