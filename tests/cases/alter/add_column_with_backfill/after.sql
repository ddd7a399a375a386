CREATE TABLE a (
  id INTEGER PRIMARY KEY, name TEXT, changed INT,
  slug TEXT -- reconcile: backfill lower(name)
);
CREATE TRIGGER a_touch AFTER UPDATE ON a BEGIN UPDATE a SET changed = 99 WHERE id = NEW.id; END;
