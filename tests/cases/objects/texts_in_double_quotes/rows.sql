INSERT INTO post VALUES (1, 'open');
