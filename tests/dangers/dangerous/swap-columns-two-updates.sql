-- title: The columns width and height were filled the wrong way round, swap them
-- harm: The second UPDATE reads the value the first has already overwritten
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE images (id INTEGER PRIMARY KEY, width INTEGER, height INTEGER);
-- rows
INSERT INTO images VALUES (1,640,480);
-- migration
UPDATE images SET width = height;
UPDATE images SET height = width;
-- check
SELECT width = 480 AND height = 480 FROM images;
