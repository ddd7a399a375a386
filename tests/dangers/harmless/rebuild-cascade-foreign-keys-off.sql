-- title: Make users.email nullable by rebuilding the table (nothing refers to it by foreign key)
-- harm: none
-- before
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL);
CREATE TABLE sessions (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL);
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
SELECT (SELECT count(*) FROM sessions) = 2 AND (SELECT count(*) FROM users) = 2;
