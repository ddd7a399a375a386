INSERT INTO prices VALUES ('pro', 'DE', 1, 'by hand'), ('pro', 'US', 2, NULL), ('old', 'DE', 3, NULL);
