-- Replies that came so lately that there is time yet: they are no fault, and yet they are there.
ALTER TABLE mirror_weeks ADD COLUMN waiting integer NOT NULL DEFAULT 0;
