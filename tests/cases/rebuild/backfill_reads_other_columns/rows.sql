INSERT INTO person VALUES (1,'Ada','L'),(2,NULL,'H');
