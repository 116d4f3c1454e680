-- Owners are told of who comes and of reports: two kinds of notices, one of them about something that is no post.
ALTER TABLE notices ADD COLUMN about_id bigint;
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('mention', 'reply', 'like', 'repost', 'follow', 'request', 'accepted', 'poll', 'post', 'joined', 'held', 'quote', 'requoted', 'newcomer', 'report'));
DROP INDEX notices_1_idx;
CREATE UNIQUE INDEX notices_1_idx ON notices (owner_id, kind, from_id, post_id, about_id) NULLS NOT DISTINCT;
CREATE INDEX notices_6_idx ON notices (from_id) WHERE kind IN ('joined', 'newcomer', 'report');

-- Who owns this server is asked for each of them.
CREATE INDEX members_4_idx ON members (account_id) WHERE role = 'owner';
