-- The words of a message are found within its conversation.

CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE INDEX messages_4_idx ON messages USING gin (conversation_id, to_tsvector('simple'::regconfig, text)) WITH (fastupdate='off');
