INSERT INTO zone VALUES (1, 'n'), (2, 's');
INSERT INTO shop VALUES (1, 1), (2, 2);
