INSERT INTO wide (c001, c099) VALUES ('first','last');
