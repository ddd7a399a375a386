-- 1/1  delete rows of roles: 1
CREATE TABLE _reconcile_assert (
  "users has rows that refer to deleted rows of roles" INT NOT NULL DEFAULT 0
);
INSERT INTO _reconcile_assert ("users has rows that refer to deleted rows of roles") SELECT NULL
  WHERE EXISTS (SELECT 1 FROM roles AS parent, users AS child WHERE parent.id = child.role AND parent.id IN (3));
DROP TABLE _reconcile_assert;
DELETE FROM roles WHERE id IN (3);
