-- title: Give users a plan
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT);
-- rows
INSERT INTO users VALUES (1,'pro'),(2,NULL);
-- migration
UPDATE users SET plan = 'free' WHERE plan IS NULL;
-- check
SELECT plan = 'pro' FROM users WHERE id = 1;
