-- People are told of a case they are given at a desk, and of notes in which they are named.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('mention', 'reply', 'like', 'repost', 'follow', 'request', 'accepted', 'poll', 'post', 'joined', 'held', 'quote', 'requoted', 'newcomer', 'report', 'edited', 'collected', 'recollected', 'message', 'knock', 'brightened', 'witness', 'doubt', 'severed', 'case', 'case_note'));
