-- After a new password a passkey does not stand in its place before it was shown together with it once.
ALTER TABLE passkeys ADD COLUMN stands_alone boolean NOT NULL DEFAULT true;
