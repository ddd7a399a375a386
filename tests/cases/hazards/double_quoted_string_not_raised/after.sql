CREATE TABLE items (id INTEGER PRIMARY KEY);
CREATE TABLE offers (state TEXT CHECK ("state" <> 'stat'));
