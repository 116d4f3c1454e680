-- Owners of the server are told when an organisation appeals.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('mention', 'reply', 'like', 'repost', 'follow', 'request', 'accepted', 'poll', 'post', 'joined', 'held', 'quote', 'requoted', 'newcomer', 'report', 'edited', 'collected', 'recollected', 'message', 'knock', 'brightened', 'witness', 'doubt', 'severed', 'case', 'case_note', 'seat', 'two_step_on', 'two_step_off', 'code_used', 'line', 'line_decided', 'appeal', 'webhook'));
