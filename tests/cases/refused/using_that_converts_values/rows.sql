INSERT INTO card VALUES (1,'Learning'),(2,'Learned'),(3,'Learning');
