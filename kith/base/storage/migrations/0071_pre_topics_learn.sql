-- Topics of one's own learn from their owner's yes and no; scores need no vectors for that.

ALTER TABLE own_topics ADD COLUMN learned bytea NOT NULL DEFAULT '';
ALTER TABLE own_topics ALTER COLUMN learned DROP DEFAULT;
ALTER TABLE topic_scores DROP COLUMN vector;
