CREATE TABLE member (org INT NOT NULL, person INT NOT NULL, PRIMARY KEY (org, person));
