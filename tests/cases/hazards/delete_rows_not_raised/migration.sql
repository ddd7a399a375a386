-- 1/1  write rows of roles: 1 changed
INSERT INTO roles (id, name) VALUES
  (2, 'visitor')
ON CONFLICT (id) DO UPDATE SET name = excluded.name;
