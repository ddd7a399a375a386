CREATE TABLE offers (state TEXT CHECK (state <> "stat"));
