-- title: Give the users without a language English, leave the others
-- harm: CASE lang WHEN NULL compares with =, never matches, and every row keeps what it had
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, lang TEXT);
-- rows
INSERT INTO users VALUES (1,'de'),(2,NULL);
-- migration
UPDATE users SET lang = CASE lang WHEN NULL THEN 'en' ELSE lang END;
-- check
SELECT lang IS NULL FROM users WHERE id = 2;
