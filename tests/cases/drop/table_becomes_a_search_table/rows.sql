INSERT INTO notes VALUES (1, 'a'), (2, 'b');
INSERT INTO kept VALUES (1);
