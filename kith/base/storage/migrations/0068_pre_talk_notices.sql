-- What happens in conversations is told by the same choices as all else.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('mention', 'reply', 'like', 'repost', 'follow', 'request', 'accepted', 'poll', 'post', 'joined', 'held', 'quote', 'requoted', 'newcomer', 'report', 'edited', 'collected', 'recollected', 'message', 'knock', 'brightened'));
UPDATE notice_policies
   SET hidden = '{messages,knocks}' || hidden,
       pushed = '{messages,brightened}' || pushed,
       mailed = '{messages,brightened}' || mailed;
