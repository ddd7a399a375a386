-- title: Delete the roles a, b and c
-- harm: none
-- before
CREATE TABLE roles (name TEXT);
-- rows
INSERT INTO roles VALUES ('a'),('b'),('c'),('d');
-- migration
DELETE FROM roles WHERE name IN ('a','b','c');
-- check
SELECT count(*) = 1 FROM roles;
