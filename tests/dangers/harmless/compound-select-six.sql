-- title: Insert the seven days with one SELECT each
-- harm: none
-- before
CREATE TABLE days (n INTEGER, name TEXT);
-- rows
-- migration
INSERT INTO days VALUES (1, 'mo'), (2, 'tu'), (3, 'we'), (4, 'th'), (5, 'fr'), (6, 'sa'), (7, 'su');
-- check
SELECT count(*) = 7 FROM days;
