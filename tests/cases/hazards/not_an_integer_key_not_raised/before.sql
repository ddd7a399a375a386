CREATE TABLE tag (id TEXT, label TEXT);
