-- What people give each other, and the history it is made of.

CREATE TABLE ties (
    owner_id bigint NOT NULL,
    other_id bigint NOT NULL,
    acts integer NOT NULL,
    given_fast double precision NOT NULL,
    given_slow double precision NOT NULL,
    given_at timestamptz,
    given_raw double precision NOT NULL,
    given_bits integer NOT NULL,
    given_composed_at timestamptz,
    got_fast double precision NOT NULL,
    got_slow double precision NOT NULL,
    got_at timestamptz,
    got_raw double precision NOT NULL,
    got_bits integer NOT NULL,
    got_composed_at timestamptz,
    peak double precision NOT NULL,
    exchanges integer NOT NULL,
    exchanged_at timestamptz,
    begun_at timestamptz,
    reached boolean NOT NULL,
    bond double precision NOT NULL,
    shared_years integer NOT NULL,
    shared_until date,
    PRIMARY KEY (owner_id, other_id),
    CHECK (owner_id <> other_id)
);
CREATE INDEX ties_1_idx ON ties (owner_id, other_id) WHERE reached;
CREATE INDEX ties_2_idx ON ties (other_id);

CREATE TABLE tie_acts (
    low_id bigint NOT NULL,
    high_id bigint NOT NULL,
    number integer NOT NULL,
    from_low boolean NOT NULL,
    kind text NOT NULL CHECK (kind IN ('call', 'letter', 'reply', 'comment', 'mention', 'together', 'reaction')),
    among integer NOT NULL,
    subject_id bigint NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (low_id, high_id, number),
    UNIQUE (low_id, high_id, subject_id, kind, from_low),
    CHECK (low_id < high_id)
);
CREATE INDEX tie_acts_1_idx ON tie_acts (high_id);
