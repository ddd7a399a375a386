CREATE TABLE t (id INTEGER PRIMARY KEY, x);
CREATE TRIGGER tr AFTER INSERT ON t
BEGIN
  -- the name; with a semicolon
  UPDATE t SET x = CASE WHEN NEW.x IS NULL THEN 'no
value; END' ELSE NEW.x END WHERE id = NEW.id;
  /* done */ SELECT 1;
END;
