-- Migration number: 0001 	 2026-01-05T09:00:00.000Z

-- What people write down.
CREATE TABLE notes (
  id    INTEGER PRIMARY KEY,
  title TEXT NOT NULL, -- the first line
  body  TEXT NOT NULL DEFAULT ''
);
