INSERT INTO user VALUES (3,'u3','c'),(7,'u7',NULL);
