-- confusable-name is not raised. Two names that nobody mixes up.
INSERT INTO user_mails VALUES (1);
