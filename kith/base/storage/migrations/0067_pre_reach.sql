-- What reaches somebody, and how: in the page, on devices, by mail; when they may be interrupted, and by whom.
ALTER TABLE notice_policies
    ADD COLUMN hidden text[] NOT NULL DEFAULT '{}',
    ADD COLUMN pushed text[] NOT NULL DEFAULT '{spoken,followed}',
    ADD COLUMN mailed text[] NOT NULL DEFAULT '{spoken,followed,liked,posts,polls,named}',
    ADD COLUMN inner_circle integer NOT NULL DEFAULT 0 CHECK (inner_circle IN (0, 5, 15, 50, 150)),
    ADD COLUMN quiet_from integer,
    ADD COLUMN quiet_until integer,
    ADD COLUMN zone text NOT NULL DEFAULT 'UTC',
    ADD COLUMN language text NOT NULL DEFAULT 'en',
    ADD COLUMN digest text NOT NULL DEFAULT 'never' CHECK (digest IN ('never', 'daily', 'weekly')),
    ADD COLUMN digest_words boolean NOT NULL DEFAULT FALSE,
    ADD COLUMN digest_due_at timestamptz,
    ADD COLUMN digest_id bigint NOT NULL DEFAULT 0,
    ADD CHECK ((quiet_from IS NULL) = (quiet_until IS NULL)),
    ADD CHECK (quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439);
-- What was chosen for each browser holds for all of somebody's browsers from now on: all that any of them was told.
INSERT INTO notice_policies (owner_id, not_following, not_followers, new_accounts, private_mentions, limited_accounts,
                             pushed)
SELECT owner_id, 'accept', 'accept', 'accept', 'accept', 'accept',
       array_remove(ARRAY[
           CASE WHEN bool_or('mention' = ANY (alerts)) THEN 'spoken' END,
           CASE WHEN bool_or('follow' = ANY (alerts)) THEN 'followed' END,
           CASE WHEN bool_or('favourite' = ANY (alerts)) THEN 'liked' END,
           CASE WHEN bool_or('status' = ANY (alerts)) THEN 'posts' END,
           CASE WHEN bool_or('poll' = ANY (alerts)) THEN 'polls' END,
           CASE WHEN bool_or('added_to_collection' = ANY (alerts)) THEN 'named' END
       ], NULL)
  FROM push_subscriptions
 WHERE session_id IS NOT NULL
 GROUP BY owner_id
ON CONFLICT (owner_id) DO UPDATE
   SET pushed = EXCLUDED.pushed;
ALTER TABLE notice_policies
    ALTER COLUMN hidden DROP DEFAULT,
    ALTER COLUMN pushed DROP DEFAULT,
    ALTER COLUMN mailed DROP DEFAULT,
    ALTER COLUMN inner_circle DROP DEFAULT,
    ALTER COLUMN zone DROP DEFAULT,
    ALTER COLUMN language DROP DEFAULT,
    ALTER COLUMN digest DROP DEFAULT,
    ALTER COLUMN digest_words DROP DEFAULT,
    ALTER COLUMN digest_id DROP DEFAULT;
UPDATE push_subscriptions SET alerts = '{}' WHERE session_id IS NOT NULL;
CREATE INDEX notice_policies_1_idx ON notice_policies (digest_due_at) WHERE digest_due_at IS NOT NULL;

-- Of whom somebody wishes no notice.
CREATE TABLE notice_silences (
    owner_id bigint NOT NULL,
    other_id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (owner_id, other_id)
);
CREATE INDEX notice_silences_1_idx ON notice_silences (other_id);

-- Where somebody is written no more, if it is a letter that comes again and again.
ALTER TABLE letters ADD COLUMN stop_url text CHECK (char_length(stop_url) <= 500);
