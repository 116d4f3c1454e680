-- That somebody deleted a message for themselves is a change for them alone.

ALTER TABLE hidden_messages ADD COLUMN changed integer NOT NULL DEFAULT 0;
ALTER TABLE hidden_messages ALTER COLUMN changed DROP DEFAULT;
CREATE INDEX hidden_messages_2_idx ON hidden_messages (conversation_id, account_id, changed);
