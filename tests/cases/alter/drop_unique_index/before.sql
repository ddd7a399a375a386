CREATE TABLE account (id INTEGER PRIMARY KEY, mail TEXT);
CREATE UNIQUE INDEX by_mail ON account (mail);
