-- title: Store the owner's mail address in each domain
-- harm: none
-- before
CREATE TABLE domains (id INTEGER PRIMARY KEY, owner_id INTEGER, mail TEXT);
CREATE TABLE owners (id INTEGER PRIMARY KEY, mail TEXT);
-- rows
INSERT INTO domains VALUES (1,1,NULL),(2,2,NULL);
INSERT INTO owners VALUES (1,'a@x'),(2,'b@x');
-- migration
UPDATE domains SET mail = (SELECT mail FROM owners WHERE owners.id = domains.owner_id);
-- check
SELECT mail = 'b@x' FROM domains WHERE id = 2;
