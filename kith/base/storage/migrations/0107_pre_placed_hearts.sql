-- A heart on a message has its place among what somebody likes; those that are there stand where the message does.
ALTER TABLE message_reactions ADD COLUMN placed_id bigint;
CREATE INDEX message_reactions_2_idx ON message_reactions (account_id, placed_id) WHERE placed_id IS NOT NULL;
UPDATE message_reactions
   SET placed_id = messages.id
  FROM messages
 WHERE messages.conversation_id = message_reactions.conversation_id
   AND messages.seq = message_reactions.seq
   AND message_reactions.emoji = E'\u2764\uFE0F';
