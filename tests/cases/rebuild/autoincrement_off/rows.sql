INSERT INTO ticket VALUES (1,'a'),(40,'b');
DELETE FROM ticket WHERE id = 40;
