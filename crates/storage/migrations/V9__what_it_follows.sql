-- What an answer was given to, and what a finding was made on, both in the exchange form. Empty in rows that
-- were kept before: there the moments decide.

ALTER TABLE response ADD COLUMN answers TEXT;
ALTER TABLE finding ADD COLUMN made_on TEXT;
