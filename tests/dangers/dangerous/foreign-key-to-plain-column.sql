-- title: Let parcels refer to the code of a depot
-- harm: depots.code is not unique: each insert of a parcel fails with a foreign key mismatch
-- kind: side-effect
-- line: 1
-- before
CREATE TABLE depots (id INTEGER PRIMARY KEY, code TEXT);
-- rows
INSERT INTO depots VALUES (1,'N');
-- migration
CREATE TABLE parcels (id INTEGER PRIMARY KEY, depot TEXT REFERENCES depots(code));
-- check
SELECT (SELECT count(*) FROM pragma_foreign_key_list('parcels')) = 1 AND (SELECT count(*) FROM pragma_index_list('depots') WHERE "unique") = 0;
