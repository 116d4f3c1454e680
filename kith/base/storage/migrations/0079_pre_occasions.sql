-- A day of a past that is kept, where somebody lives now, and when a hope was taken back.

ALTER TABLE stated_pasts ADD COLUMN day_on date;
ALTER TABLE stated_pasts ADD COLUMN lives_there boolean NOT NULL DEFAULT FALSE;
ALTER TABLE stated_pasts ALTER COLUMN lives_there DROP DEFAULT;

ALTER TABLE tie_wishes ADD COLUMN hope_ended_at timestamptz;
