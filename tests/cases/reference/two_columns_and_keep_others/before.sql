CREATE TABLE prices (plan TEXT, country TEXT, cents INTEGER NOT NULL, note TEXT, PRIMARY KEY (plan, country));
