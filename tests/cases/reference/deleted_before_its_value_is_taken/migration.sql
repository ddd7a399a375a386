-- 1/2  delete rows of roles: 1
DELETE FROM roles WHERE id IN (2);

-- 2/2  write rows of roles: 1 new
INSERT INTO roles (id, name) VALUES
  (3, 'guest')
ON CONFLICT (id) DO UPDATE SET name = excluded.name;
