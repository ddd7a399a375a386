CREATE TABLE card (
  id INTEGER PRIMARY KEY,
  status TEXT NOT NULL DEFAULT 'learning' CHECK (status IN ('learning', 'learned', 'dropped')) -- reconcile: using lower(status)
);
