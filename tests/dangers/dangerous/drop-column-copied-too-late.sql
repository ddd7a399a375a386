-- title: Move the biography into the table of profiles
-- harm: The column is dropped first; the double-quoted name in the later copy is then read as the text 'bio'
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, bio TEXT);
CREATE TABLE profiles (user_id INTEGER PRIMARY KEY, bio TEXT);
-- rows
INSERT INTO users VALUES (1,'sails'),(2,'sings');
-- migration
ALTER TABLE users DROP COLUMN bio;
INSERT INTO profiles (user_id, bio) SELECT "id", "bio" FROM "users";
-- check
SELECT count(*) = 2 FROM profiles WHERE bio = 'bio';
