-- title: Take the language out of the settings and drop the JSON
-- harm: none
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, settings TEXT);
-- rows
INSERT INTO accounts VALUES (1,'{"lang":"fr"}'),(2,'{}');
-- migration
ALTER TABLE accounts ADD COLUMN lang TEXT;
UPDATE accounts SET lang = json_extract(settings, '$.lang');
ALTER TABLE accounts DROP COLUMN settings;
-- check
SELECT lang = 'fr' FROM accounts WHERE id = 1;
