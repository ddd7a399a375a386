-- title: Make users.email nullable by rebuilding the table with foreign keys switched off
-- harm: PRAGMA foreign_keys is ignored in D1's transaction, so DROP TABLE deletes every user's sessions through ON DELETE CASCADE
-- kind: rows-lost
-- line: 4
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
CREATE TABLE sessions (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE);
-- rows
INSERT INTO users VALUES (1,'a@x.org'),(2,'b@x.org');
INSERT INTO sessions VALUES (10,1),(11,2);
-- migration
PRAGMA foreign_keys=OFF;
CREATE TABLE `__new_users` (`id` integer PRIMARY KEY, `email` text);
INSERT INTO `__new_users`(`id`, `email`) SELECT `id`, `email` FROM `users`;
DROP TABLE `users`;
ALTER TABLE `__new_users` RENAME TO `users`;
PRAGMA foreign_keys=ON;
-- check
SELECT count(*) = 0 FROM sessions;
