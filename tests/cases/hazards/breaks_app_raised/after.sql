CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL, slug TEXT NOT NULL -- reconcile: backfill 'u' || id
);
