INSERT INTO post VALUES (1,'{"a":"x","tags":["p","q"]}'),(2,NULL),(3,'{"a":2}'),(4,'[]');
