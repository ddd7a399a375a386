INSERT INTO setting VALUES ('App','a','1'),('User','a','2');
