INSERT INTO wide (c000, c099) VALUES ('first','last'),('second','last');
DELETE FROM wide WHERE c000 = 'first';
