INSERT INTO card VALUES (1,'learning');
