-- Organisations say of each post whether it is said in conversation or offers something; an offer comes to those who
-- asked for it. NULL holds for all there is: an older process that still writes knows nothing else.

ALTER TABLE follows ADD COLUMN offers text CHECK (offers IN ('each', 'week', 'month'));
ALTER TABLE posts ADD COLUMN offer text CHECK (offer IN ('each', 'week', 'month'));
