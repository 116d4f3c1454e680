-- Talks: what people say to each other by name, gathered for each of them.

CREATE TABLE talks (
    owner_id bigint NOT NULL,
    root_id bigint NOT NULL,
    last_id bigint NOT NULL,
    last_author_id bigint NOT NULL,
    people bigint[] NOT NULL,
    read_id bigint NOT NULL,
    left_out_id bigint NOT NULL,
    PRIMARY KEY (owner_id, root_id)
);
CREATE INDEX talks_1_idx ON talks (owner_id, last_id);

CREATE TABLE talk_messages (
    owner_id bigint NOT NULL,
    id bigint NOT NULL,
    root_id bigint NOT NULL,
    author_id bigint NOT NULL,
    PRIMARY KEY (owner_id, id)
);
CREATE INDEX talk_messages_1_idx ON talk_messages (owner_id, root_id, id);
CREATE INDEX talk_messages_2_idx ON talk_messages (id);

-- What was said to few before there were talks: it stands in them, and is read.
INSERT INTO talk_messages (owner_id, id, root_id, author_id)
SELECT DISTINCT members.account_id, posts.id, posts.root_id, posts.author_id
  FROM posts
 CROSS JOIN LATERAL unnest(posts.mentioned_ids || posts.author_id) AS whom (account_id)
  JOIN members ON members.account_id = whom.account_id
 WHERE posts.audience = 'mentioned'
   AND posts.repost_of_id IS NULL;

INSERT INTO talks (owner_id, root_id, last_id, last_author_id, people, read_id, left_out_id)
SELECT DISTINCT ON (talk_messages.owner_id, talk_messages.root_id)
       talk_messages.owner_id, talk_messages.root_id, posts.id, posts.author_id,
       ARRAY(SELECT DISTINCT one
               FROM unnest(posts.mentioned_ids || posts.author_id) AS one
              WHERE one <> talk_messages.owner_id
              ORDER BY one),
       posts.id, 0
  FROM talk_messages
  JOIN posts ON posts.author_id = talk_messages.author_id AND posts.id = talk_messages.id
 ORDER BY talk_messages.owner_id, talk_messages.root_id, posts.id DESC;
