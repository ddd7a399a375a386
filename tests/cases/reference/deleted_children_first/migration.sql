-- 1/2  delete rows of regions: 2
DELETE FROM regions WHERE (country, code) IN (VALUES ('YU', 'BG'), ('YU', 'NS'));

-- 2/2  delete rows of countries: 1
CREATE TABLE _reconcile_assert (
  "regions has rows that refer to deleted rows of countries" INT NOT NULL DEFAULT 0
);
INSERT INTO _reconcile_assert ("regions has rows that refer to deleted rows of countries") SELECT NULL
  WHERE EXISTS (SELECT 1 FROM countries AS parent, regions AS child WHERE parent.code = child.country AND parent.code IN ('YU'));
DROP TABLE _reconcile_assert;
DELETE FROM countries WHERE code IN ('YU');
