-- title: Swap the names of two columns that were named the wrong way round
-- harm: none
-- before
CREATE TABLE points (id INTEGER PRIMARY KEY, lat REAL, lon REAL);
-- rows
INSERT INTO points VALUES (1,10.0,59.0);
-- migration
ALTER TABLE points RENAME COLUMN lat TO tmp;
ALTER TABLE points RENAME COLUMN lon TO lat;
ALTER TABLE points RENAME COLUMN tmp TO lon;
-- check
SELECT lat = 59.0 AND lon = 10.0 FROM points;
