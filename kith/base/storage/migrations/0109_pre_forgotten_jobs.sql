-- Posts are scored when somebody asks (decision 0028): what was left in the queue to score them has nobody to do it.

DELETE FROM jobs WHERE names <@ ARRAY['topics.score_new', 'topics.score_edited'];
