CREATE TABLE user (id INTEGER PRIMARY KEY, mail TEXT, name TEXT);
CREATE INDEX user_by_mail ON user (mail, name);
