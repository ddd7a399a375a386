ALTER TABLE `books` ADD `price` integer DEFAULT 0 NOT NULL;
