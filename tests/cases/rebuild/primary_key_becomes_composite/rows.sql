INSERT INTO member VALUES (1,1,'a'),(1,2,NULL),(2,3,'c');
