CREATE TABLE user (id INTEGER PRIMARY KEY, mail TEXT NOT NULL -- reconcile: using lower(mail)
);
CREATE UNIQUE INDEX user_mail ON user (mail);
