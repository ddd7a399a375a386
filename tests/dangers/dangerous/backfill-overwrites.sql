-- title: Give users a plan
-- harm: The WHERE is missing, those who have a plan lose it
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT);
-- rows
INSERT INTO users VALUES (1,'pro'),(2,NULL);
-- migration
UPDATE users SET plan = 'free';
-- check
SELECT plan = 'free' FROM users WHERE id = 1;
