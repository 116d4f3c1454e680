-- By whose hand a post of an organisation was written, where both wish to say so.

ALTER TABLE posts ADD COLUMN signature text NOT NULL DEFAULT '' CHECK (char_length(signature) <= 60);
ALTER TABLE posts ALTER COLUMN signature DROP DEFAULT;
