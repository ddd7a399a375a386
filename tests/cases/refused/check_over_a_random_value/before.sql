-- A token that is new for each row: nobody can tell whether it passes.
CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);
