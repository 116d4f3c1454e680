-- People are told what they lost when they kept a server away.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('mention', 'reply', 'like', 'repost', 'follow', 'request', 'accepted', 'poll', 'post', 'joined', 'held', 'quote', 'requoted', 'newcomer', 'report', 'edited', 'collected', 'recollected', 'message', 'knock', 'brightened', 'witness', 'doubt', 'severed'));
