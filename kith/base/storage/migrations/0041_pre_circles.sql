-- The circles of each person, what they say about their ties, and what is kept once a person.

CREATE TABLE circle_days (
    owner_id bigint NOT NULL,
    evaluated_on date NOT NULL,
    PRIMARY KEY (owner_id)
);

CREATE TABLE circle_places (
    owner_id bigint NOT NULL,
    other_id bigint NOT NULL,
    circle integer NOT NULL,
    changed_on date,
    above jsonb NOT NULL,
    below jsonb NOT NULL,
    challenged integer NOT NULL,
    challenged_on date,
    PRIMARY KEY (owner_id, other_id)
);
CREATE INDEX circle_places_1_idx ON circle_places (other_id);

CREATE TABLE tie_wishes (
    owner_id bigint NOT NULL,
    other_id bigint NOT NULL,
    kept_in integer NOT NULL,
    not_close boolean NOT NULL,
    never boolean NOT NULL,
    parted boolean NOT NULL,
    hopes_at timestamptz,
    both_hope_at timestamptz,
    PRIMARY KEY (owner_id, other_id)
);
CREATE INDEX tie_wishes_1_idx ON tie_wishes (other_id);

CREATE TABLE tie_settings (
    owner_id bigint NOT NULL,
    unsuggested boolean NOT NULL,
    prompted_at timestamptz,
    returned_at timestamptz,
    PRIMARY KEY (owner_id)
);
