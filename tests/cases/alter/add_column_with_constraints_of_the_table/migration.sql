-- 1/2  add column users.team_id
ALTER TABLE users ADD COLUMN team_id INTEGER CONSTRAINT "users_team" REFERENCES "teams" ("id") ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED;

-- 2/2  add column users.age
ALTER TABLE users ADD COLUMN age INTEGER CONSTRAINT "grown_up" CHECK (age >= 18 OR age > id);
