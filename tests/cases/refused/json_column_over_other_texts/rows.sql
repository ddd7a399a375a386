INSERT INTO post VALUES (1,'{"a":"x"}'),(2,'plain words'),(3,''),(4,NULL),(5,'{"a":');
