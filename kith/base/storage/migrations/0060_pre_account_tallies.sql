-- How many follow somebody, whom they follow, and how much they said to everybody: kept, so that nobody counts it anew.

CREATE TABLE follow_tallies (
    account_id bigint NOT NULL,
    followers integer NOT NULL,
    following integer NOT NULL,
    PRIMARY KEY (account_id)
);
CREATE TABLE author_tallies (
    author_id bigint NOT NULL,
    posts integer NOT NULL,
    PRIMARY KEY (author_id)
);
-- Nobody follows or writes between the counting and the end of this migration.
LOCK TABLE follows, followers, posts IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO follow_tallies (account_id, followers, following)
SELECT account_id, sum(followers), sum(following)
  FROM (SELECT followee_id AS account_id, count(*) AS followers, 0 AS following
          FROM followers
         WHERE state = 'accepted'
         GROUP BY followee_id
        UNION ALL
        SELECT follower_id, 0, count(*)
          FROM follows
         WHERE state = 'accepted'
         GROUP BY follower_id) AS sides
 GROUP BY account_id;
INSERT INTO author_tallies (author_id, posts)
SELECT author_id, count(*)
  FROM posts
 WHERE audience IN ('everyone', 'unlisted')
 GROUP BY author_id;
