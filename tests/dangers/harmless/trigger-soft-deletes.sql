-- title: Erase the personal data of deleted users
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT, deleted INTEGER DEFAULT 0);
CREATE TRIGGER users_soft BEFORE DELETE ON users BEGIN UPDATE users SET deleted = 1 WHERE id = old.id; SELECT RAISE(IGNORE); END;
-- rows
INSERT INTO users VALUES (1,'a@x',1),(2,'b@x',0);
-- migration
UPDATE users SET mail = NULL WHERE deleted = 1;
-- check
SELECT mail IS NULL FROM users WHERE id = 1;
