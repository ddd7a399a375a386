-- title: The columns width and height were filled the wrong way round, swap them
-- harm: none
-- before
CREATE TABLE images (id INTEGER PRIMARY KEY, width INTEGER, height INTEGER);
-- rows
INSERT INTO images VALUES (1,640,480);
-- migration
UPDATE images SET width = height, height = width;
-- check
SELECT width = 480 AND height = 640 FROM images;
