INSERT INTO shop VALUES (1, 'n'), (2, 's');
INSERT INTO city VALUES (1, 'n'), (2, 's');
