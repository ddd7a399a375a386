INSERT INTO team VALUES (1, NULL, 'a'), (2, NULL, 'b');
INSERT INTO member VALUES (1, 1), (2, 1), (3, 2);
UPDATE team SET lead_id = id;
