-- reconcile: renamed-from Users
CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT -- reconcile: renamed-from Mail
);
