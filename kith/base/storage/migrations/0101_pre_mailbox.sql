-- Mail as a way in and out of the desk: mailboxes, who wrote, what was written, what was looked at.

CREATE TABLE mailboxes (
    organisation_id bigint NOT NULL,
    address text NOT NULL CHECK (char_length(address) <= 254),
    reading jsonb NOT NULL,
    reading_sealed bytea NOT NULL,
    sending jsonb NOT NULL,
    sending_sealed bytea NOT NULL,
    foot text NOT NULL CHECK (char_length(foot) <= 1000),
    kept_days integer NOT NULL,
    state text NOT NULL CHECK (state IN ('on', 'paused')),
    uid_validity bigint NOT NULL,
    next_uid bigint NOT NULL,
    look_at timestamptz NOT NULL,
    looked_at timestamptz,
    busy_until timestamptz,
    problem text NOT NULL CHECK (char_length(problem) <= 500),
    problem_since timestamptz,
    connected_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id)
);
CREATE INDEX mailboxes_1_idx ON mailboxes (look_at) WHERE state = 'on';

CREATE TABLE mail_people (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    address text NOT NULL CHECK (char_length(address) <= 254),
    name text NOT NULL CHECK (char_length(name) <= 120),
    PRIMARY KEY (organisation_id, id)
);
CREATE UNIQUE INDEX mail_people_1_idx ON mail_people (organisation_id, address);

CREATE TABLE mails (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    thread_id bigint NOT NULL,
    person_id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('received', 'automatic', 'sent')),
    state text NOT NULL CHECK (state IN ('here', 'sending', 'sent', 'failed')),
    message_id text NOT NULL CHECK (char_length(message_id) <= 250),
    refers_to text[] NOT NULL,
    subject text NOT NULL CHECK (char_length(subject) <= 300),
    text text NOT NULL CHECK (char_length(text) <= 100000),
    sender text NOT NULL CHECK (char_length(sender) <= 254),
    files jsonb NOT NULL,
    files_left integer NOT NULL,
    cut boolean NOT NULL,
    at timestamptz NOT NULL,
    hand_id bigint,
    signed text NOT NULL CHECK (char_length(signed) <= 120),
    once_key text CHECK (char_length(once_key) <= 120),
    attempts integer NOT NULL,
    problem text NOT NULL CHECK (char_length(problem) <= 500),
    PRIMARY KEY (organisation_id, id),
    FOREIGN KEY (organisation_id, person_id) REFERENCES mail_people (organisation_id, id)
);
CREATE INDEX mails_1_idx ON mails (organisation_id, thread_id, id);
CREATE INDEX mails_2_idx ON mails (organisation_id, person_id, id);
CREATE INDEX mails_3_idx ON mails (organisation_id, message_id);
CREATE UNIQUE INDEX mails_4_idx ON mails (organisation_id, once_key) WHERE once_key IS NOT NULL;
CREATE INDEX mails_5_idx ON mails (hand_id) WHERE hand_id IS NOT NULL;

CREATE TABLE mail_arrivals (
    organisation_id bigint NOT NULL,
    mark text NOT NULL CHECK (char_length(mark) <= 64),
    outcome text NOT NULL CHECK (outcome IN ('case', 'note', 'left')),
    reason text NOT NULL CHECK (reason IN ('', 'own', 'automatic', 'list', 'bounce', 'many', 'nobody', 'old')),
    address text NOT NULL CHECK (char_length(address) <= 254),
    subject text NOT NULL CHECK (char_length(subject) <= 300),
    came_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, mark)
);
CREATE INDEX mail_arrivals_1_idx ON mail_arrivals (organisation_id, came_at);

ALTER TABLE desk_cases DROP CONSTRAINT desk_cases_channel_check;
ALTER TABLE desk_cases ADD CONSTRAINT desk_cases_channel_check CHECK (channel IN ('talk', 'thread', 'mail'));
ALTER TABLE desk_events DROP CONSTRAINT desk_events_kind_check;
ALTER TABLE desk_events ADD CONSTRAINT desk_events_kind_check CHECK (kind IN ('opened', 'said', 'answered', 'note', 'taken', 'assigned', 'released', 'snoozed', 'woke', 'settled', 'reopened', 'labelled', 'went_private', 'thanks', 'brightened', 'not_helped', 'closed', 'undelivered', 'machine', 'sent_again'));
