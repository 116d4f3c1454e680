-- Organisations: accounts that a team holds, each of them from their own sign-in.

CREATE TABLE organisations (
    organisation_id bigint NOT NULL,
    founder_id bigint,
    website text NOT NULL CHECK (char_length(website) <= 300),
    website_state text NOT NULL CHECK (website_state IN ('none', 'waiting', 'verified', 'failed')),
    website_said text NOT NULL CHECK (char_length(website_said) <= 300),
    website_checked_at timestamptz,
    timezone text NOT NULL CHECK (char_length(timezone) <= 64),
    hours jsonb NOT NULL,
    places jsonb NOT NULL,
    questions jsonb NOT NULL,
    signs boolean NOT NULL,
    founded_at timestamptz NOT NULL,
    closed_at timestamptz,
    PRIMARY KEY (organisation_id)
);
CREATE INDEX organisations_1_idx ON organisations (founder_id);
CREATE INDEX organisations_2_idx ON organisations (website_checked_at) WHERE website <> '';

CREATE TABLE team_seats (
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'manager', 'member', 'guest')),
    title text NOT NULL CHECK (char_length(title) <= 60),
    shown boolean NOT NULL,
    answers_on date,
    since_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, person_id)
);
CREATE INDEX team_seats_1_idx ON team_seats (person_id, organisation_id);

CREATE TABLE seat_offers (
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'manager', 'member', 'guest')),
    title text NOT NULL CHECK (char_length(title) <= 60),
    offered_by bigint NOT NULL,
    offered_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, person_id)
);
CREATE INDEX seat_offers_1_idx ON seat_offers (person_id, organisation_id);

CREATE TABLE team_acts (
    organisation_id bigint NOT NULL,
    id bigint NOT NULL,
    hand_id bigint NOT NULL,
    deed text NOT NULL CHECK (char_length(deed) <= 60),
    subject_id bigint,
    about_id bigint,
    done_at timestamptz NOT NULL,
    PRIMARY KEY (organisation_id, id)
);
CREATE INDEX team_acts_1_idx ON team_acts (hand_id);
CREATE INDEX team_acts_2_idx ON team_acts (about_id) WHERE about_id IS NOT NULL;

CREATE TABLE signed_posts (
    organisation_id bigint NOT NULL,
    post_id bigint NOT NULL,
    hand_id bigint NOT NULL,
    shown boolean NOT NULL,
    PRIMARY KEY (organisation_id, post_id)
);
CREATE INDEX signed_posts_1_idx ON signed_posts (hand_id);

CREATE TABLE organisation_relations (
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    began_at timestamptz NOT NULL,
    they_spoke_at timestamptz,
    we_spoke_at timestamptz,
    asked_at timestamptz,
    exchanges integer NOT NULL,
    PRIMARY KEY (organisation_id, person_id)
);
CREATE INDEX organisation_relations_1_idx ON organisation_relations (person_id, organisation_id);
CREATE INDEX organisation_relations_2_idx ON organisation_relations (organisation_id, they_spoke_at);

-- By whose hand: a browser that acts for an organisation, an app that was let in to one.
ALTER TABLE page_sessions ADD COLUMN acting_for bigint;
CREATE INDEX page_sessions_1_idx ON page_sessions (acting_for) WHERE acting_for IS NOT NULL;
ALTER TABLE api_tokens ADD COLUMN hand_id bigint;
CREATE INDEX api_tokens_1_idx ON api_tokens (hand_id) WHERE hand_id IS NOT NULL;
ALTER TABLE grants ADD COLUMN hand_id bigint;
