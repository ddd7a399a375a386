INSERT INTO user VALUES (1,'ann'),(2,'bob');
INSERT INTO post VALUES (1,'ann'),(2,'ann');
