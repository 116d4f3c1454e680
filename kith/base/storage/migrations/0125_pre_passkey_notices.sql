-- People are told of a passkey that was added or removed (docs/decisions/0051).
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('mention', 'reply', 'like', 'repost', 'follow', 'request', 'accepted', 'poll', 'post', 'joined', 'held', 'quote', 'requoted', 'newcomer', 'report', 'edited', 'collected', 'recollected', 'message', 'knock', 'brightened', 'witness', 'doubt', 'severed', 'case', 'case_note', 'seat', 'two_step_on', 'two_step_off', 'code_used', 'line', 'line_decided', 'appeal', 'webhook', 'trusted', 'trust_answered', 'death', 'own_death', 'passkey_new', 'passkey_gone'));
