-- title: Take the part of the e-mail address before the @ as login
-- harm: Where there is no @, instr is 0 and the login becomes empty
-- kind: values-changed
-- line: 1
-- before
CREATE TABLE logins (id INTEGER PRIMARY KEY, email TEXT, login TEXT);
-- rows
INSERT INTO logins VALUES (1,'ann@x.org','ann1'),(2,'root','root');
-- migration
UPDATE logins SET login = substr(email, 1, instr(email, '@') - 1);
-- check
SELECT login = '' FROM logins WHERE id = 2;
