CREATE TABLE user (id INTEGER PRIMARY KEY, mail TEXT NOT NULL UNIQUE -- reconcile: using lower(mail)
);
