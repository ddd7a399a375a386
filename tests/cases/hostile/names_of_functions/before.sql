CREATE TABLE count (lower INTEGER PRIMARY KEY, max TEXT, coalesce TEXT);
