-- title: Switch the mails off for all who have them on
-- harm: none
-- before
CREATE TABLE prefs (id INTEGER PRIMARY KEY, data TEXT);
-- rows
INSERT INTO prefs VALUES (1,'{"mail":true}'),(2,'{}');
-- migration
UPDATE prefs SET data = json_set(data, '$.mail', json('false')) WHERE json_extract(data, '$.mail') = 1;
-- check
SELECT json_extract(data, '$.mail') = 0 FROM prefs WHERE id = 1;
