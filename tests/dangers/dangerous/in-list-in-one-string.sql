-- title: Delete the roles a, b and c
-- harm: The list is one single text, which no role equals
-- kind: nothing-done
-- line: 1
-- before
CREATE TABLE roles (name TEXT);
-- rows
INSERT INTO roles VALUES ('a'),('b'),('c'),('d');
-- migration
DELETE FROM roles WHERE name IN ('a,b,c');
-- check
SELECT count(*) = 4 FROM roles;
