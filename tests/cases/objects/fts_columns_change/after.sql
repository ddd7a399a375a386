CREATE VIRTUAL TABLE f USING fts5(a, b, c, tokenize='porter');
