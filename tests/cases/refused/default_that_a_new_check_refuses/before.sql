-- In a TEXT column the 5 is a text, and '' comes before it.
CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);
