-- title: Rebuild places, whose boxes are in an rtree by id
-- harm: none
-- before
CREATE TABLE places (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIRTUAL TABLE boxes USING rtree(id, x1, x2);
-- rows
INSERT INTO places VALUES (4,'park'),(9,'pier');
INSERT INTO boxes VALUES (4,0,1),(9,5,6);
-- migration
CREATE TABLE places_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
INSERT INTO places_new (id, name) SELECT id, name FROM places;
DROP TABLE places;
ALTER TABLE places_new RENAME TO places;
-- check
SELECT count(*) = 2 FROM boxes b JOIN places p ON p.id = b.id;
