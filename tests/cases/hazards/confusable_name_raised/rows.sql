-- confusable-name is raised. user_mails and usermails, and a column called like a keyword.
INSERT INTO user_mails VALUES (1);
