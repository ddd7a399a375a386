-- title: Move the biography into the table of profiles
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, bio TEXT);
CREATE TABLE profiles (user_id INTEGER PRIMARY KEY, bio TEXT);
-- rows
INSERT INTO users VALUES (1,'sails'),(2,'sings');
-- migration
INSERT INTO profiles (user_id, bio) SELECT "id", "bio" FROM "users";
ALTER TABLE users DROP COLUMN bio;
-- check
SELECT bio = 'sails' FROM profiles WHERE user_id = 1;
