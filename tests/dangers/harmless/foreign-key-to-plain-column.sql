-- title: Let parcels refer to the code of a depot
-- harm: none
-- before
CREATE TABLE depots (id INTEGER PRIMARY KEY, code TEXT);
-- rows
INSERT INTO depots VALUES (1,'N');
-- migration
CREATE UNIQUE INDEX depots_code ON depots (code);
CREATE TABLE parcels (id INTEGER PRIMARY KEY, depot TEXT REFERENCES depots(code));
INSERT INTO parcels VALUES (1, 'N');
-- check
SELECT count(*) = 1 FROM parcels;
