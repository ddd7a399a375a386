INSERT INTO a VALUES ('x', 'kept', 1);
