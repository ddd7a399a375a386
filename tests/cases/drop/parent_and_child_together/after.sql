CREATE TABLE kept (x);
