-- 1/1  write rows of steps: 1 new, 3 changed
UPDATE steps SET place = 5 WHERE id = 1;
UPDATE steps SET name = 'd~' WHERE id = 1;
INSERT INTO steps (id, place, name) VALUES
  (3, 4, 'c'),
  (4, 3, 'd'),
  (2, 1, 'a'),
  (1, 2, 'b')
ON CONFLICT (id) DO UPDATE SET place = excluded.place, name = excluded.name;
