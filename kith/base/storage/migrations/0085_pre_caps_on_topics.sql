-- The machine reads ahead for those who have a cap on a topic.

CREATE INDEX caps_3_idx ON caps (reader_id, author_id) WHERE topic <> '';
