INSERT INTO member VALUES (1,1),(1,2),(2,1);
