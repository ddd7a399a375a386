-- Without OR ABORT the copy would make 'none' of a NULL that came after the review.
CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'none', w TEXT UNIQUE ON CONFLICT IGNORE);
