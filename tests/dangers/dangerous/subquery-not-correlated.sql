-- title: Store the owner's mail address in each domain
-- harm: The subquery has no condition, so it gives the first owner for all
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE domains (id INTEGER PRIMARY KEY, owner_id INTEGER, mail TEXT);
CREATE TABLE owners (id INTEGER PRIMARY KEY, mail TEXT);
-- rows
INSERT INTO domains VALUES (1,1,NULL),(2,2,NULL);
INSERT INTO owners VALUES (1,'a@x'),(2,'b@x');
-- migration
UPDATE domains SET mail = (SELECT mail FROM owners);
-- check
SELECT mail = 'a@x' FROM domains WHERE id = 2;
