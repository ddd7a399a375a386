-- title: Rebuild rects with NOT NULL sides
-- harm: none
-- before
CREATE TABLE rects (id INTEGER PRIMARY KEY, w INTEGER, h INTEGER, area INTEGER GENERATED ALWAYS AS (w * h) VIRTUAL);
-- rows
INSERT INTO rects (id, w, h) VALUES (1,2,3);
-- migration
CREATE TABLE rects_new (id INTEGER PRIMARY KEY, w INTEGER NOT NULL, h INTEGER NOT NULL, area INTEGER AS (w * h));
INSERT INTO rects_new (id, w, h) SELECT id, w, h FROM rects;
DROP TABLE rects;
ALTER TABLE rects_new RENAME TO rects;
UPDATE rects SET w = 10;
-- check
SELECT area = 30 FROM rects;
