INSERT INTO user VALUES (1,'Ann'),(2,'Bob');
INSERT INTO post VALUES (1,'Ann'),(2,'Ann');
