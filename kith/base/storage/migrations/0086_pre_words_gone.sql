-- Of what somebody said for another it is noted when nobody can read it any more: then nobody waits for an answer to it.
ALTER TABLE tie_acts ADD COLUMN gone boolean NOT NULL DEFAULT FALSE;
ALTER TABLE tie_acts ALTER COLUMN gone DROP DEFAULT;
UPDATE tie_acts
   SET gone = TRUE
 WHERE kind IN ('letter', 'reply', 'comment', 'mention')
   AND NOT EXISTS (
       SELECT FROM posts
        WHERE posts.author_id = CASE WHEN tie_acts.from_low THEN tie_acts.low_id ELSE tie_acts.high_id END
          AND posts.id = tie_acts.subject_id
       )
   AND NOT EXISTS (
       SELECT FROM message_ids
         JOIN messages ON messages.conversation_id = message_ids.conversation_id AND messages.seq = message_ids.seq
        WHERE message_ids.id = tie_acts.subject_id
          AND messages.deleted_at IS NULL
       );
