-- Somebody who died is kept in remembrance; who wants to be reminded of talks with them has to say so.
ALTER TABLE accounts ADD COLUMN remembered_at timestamptz;
CREATE INDEX accounts_3_idx ON accounts (remembered_at) WHERE remembered_at IS NOT NULL;
ALTER TABLE seats ADD COLUMN memories_asked_at timestamptz;
