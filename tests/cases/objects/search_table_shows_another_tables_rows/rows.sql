INSERT INTO docs VALUES (1, 'one'), (2, 'two');
INSERT INTO find (rowid, body) VALUES (7, 'seven');
