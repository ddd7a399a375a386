-- title: Give the users without a language English, leave the others
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, lang TEXT);
-- rows
INSERT INTO users VALUES (1,'de'),(2,NULL);
-- migration
UPDATE users SET lang = CASE WHEN lang IS NULL THEN 'en' ELSE lang END;
-- check
SELECT lang = 'en' FROM users WHERE id = 2;
