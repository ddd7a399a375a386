INSERT INTO p (id, code) VALUES (1, 'k');
INSERT INTO c VALUES (1, 'k');
