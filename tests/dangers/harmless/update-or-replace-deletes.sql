-- title: Normalise those e-mail addresses whose lower case form is not taken
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
-- rows
INSERT INTO users VALUES (1,'ann@x.org'),(2,'Ann@x.org'),(3,'bob@x.org');
-- migration
UPDATE users SET email = lower(email)
WHERE NOT EXISTS (SELECT 1 FROM users o WHERE o.id <> users.id AND lower(o.email) = lower(users.email));
-- check
SELECT count(*) = 3 FROM users;
