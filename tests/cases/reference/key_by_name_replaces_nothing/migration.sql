-- 1/1  write rows of flags: 1 new, 1 changed
INSERT OR ABORT INTO flags (code, is_on) VALUES
  ('Beta', 1),
  ('new', 0)
ON CONFLICT (code) DO UPDATE SET code = excluded.code, is_on = excluded.is_on;
