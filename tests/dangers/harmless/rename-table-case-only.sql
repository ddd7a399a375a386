-- title: Write the name of the table in small letters
-- harm: none
-- before
CREATE TABLE Users (id INTEGER PRIMARY KEY);
-- rows
-- migration
ALTER TABLE Users RENAME TO users_tmp;
ALTER TABLE users_tmp RENAME TO users;
-- check
SELECT count(*) = 1 FROM sqlite_schema WHERE name = 'users';
