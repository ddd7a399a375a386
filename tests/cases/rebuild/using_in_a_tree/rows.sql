INSERT INTO node VALUES ('A',NULL),('A/B','A'),('A/B/C','A/B');
