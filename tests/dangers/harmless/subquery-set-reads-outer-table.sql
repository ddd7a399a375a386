-- title: Take over the display names from the table of profiles
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE profiles (user_id INTEGER, label TEXT);
-- rows
INSERT INTO users VALUES (1,'u1'),(2,'u2');
INSERT INTO profiles VALUES (1,'Ann'),(2,'Bo');
-- migration
UPDATE users SET name = (SELECT label FROM profiles WHERE user_id = users.id);
-- check
SELECT name = 'Ann' FROM users WHERE id = 1;
