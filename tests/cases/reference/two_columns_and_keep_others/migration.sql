-- 1/1  write rows of prices: 1 new, 1 changed
INSERT INTO prices ("plan", country, cents) VALUES
  ('pro', 'DE', 1900),
  ('pro', 'FR', 1900)
ON CONFLICT ("plan", country) DO UPDATE SET cents = excluded.cents;
