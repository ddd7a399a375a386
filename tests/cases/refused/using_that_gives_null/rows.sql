INSERT INTO event VALUES (1,'2024-05-01 12:00:00'),(2,'yesterday'),(3,'');
