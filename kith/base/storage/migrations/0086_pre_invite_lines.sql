-- What somebody says to whom they invite stands on the page that their link opens.
ALTER TABLE invites ADD COLUMN line text NOT NULL DEFAULT '' CHECK (char_length(line) <= 1200);
ALTER TABLE invites ALTER COLUMN line DROP DEFAULT;
