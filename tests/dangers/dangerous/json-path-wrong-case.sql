-- title: Take the language out of the settings and drop the JSON
-- harm: Paths are case-sensitive: '$.Lang' is not '$.lang', so the new column is NULL and the old one gone
-- kind: values-changed
-- line: 2
-- before
CREATE TABLE accounts (id INTEGER PRIMARY KEY, settings TEXT);
-- rows
INSERT INTO accounts VALUES (1,'{"lang":"fr"}'),(2,'{}');
-- migration
ALTER TABLE accounts ADD COLUMN lang TEXT;
UPDATE accounts SET lang = json_extract(settings, '$.Lang');
ALTER TABLE accounts DROP COLUMN settings;
-- check
SELECT lang IS NULL FROM accounts WHERE id = 1;
