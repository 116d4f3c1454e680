-- "An organisation" was a word in one's profile. Now it is an account that a team holds; whoever only said so is a
-- person with a sign-in of their own, as before, and may found an organisation.
UPDATE accounts
   SET kind = 'person'
 WHERE kind = 'organisation'
   AND domain IS NULL
   AND NOT EXISTS (SELECT FROM organisations WHERE organisation_id = accounts.id);

-- Somebody is told that they are asked onto a team.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('mention', 'reply', 'like', 'repost', 'follow', 'request', 'accepted', 'poll', 'post', 'joined', 'held', 'quote', 'requoted', 'newcomer', 'report', 'edited', 'collected', 'recollected', 'message', 'knock', 'brightened', 'witness', 'doubt', 'severed', 'case', 'case_note', 'seat'));

-- Who wrote what an organisation has among its drafts: what the clock sends is signed as all else.
ALTER TABLE drafts ADD COLUMN hand_id bigint;
CREATE INDEX drafts_2_idx ON drafts (hand_id) WHERE hand_id IS NOT NULL;
