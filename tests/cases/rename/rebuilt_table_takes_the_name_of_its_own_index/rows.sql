INSERT INTO shop VALUES (1, 'n'), (2, 's');
