INSERT INTO card VALUES (1,'Learning'),(2,'Learned');
