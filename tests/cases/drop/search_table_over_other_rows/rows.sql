INSERT INTO docs VALUES (1, 'one'), (2, 'two');
INSERT INTO find (find) VALUES ('rebuild');
INSERT INTO less (rowid, body) VALUES (1, 'one');
INSERT INTO own (body) VALUES ('one');
