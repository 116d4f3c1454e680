-- What two people declare to be to each other.

CREATE TABLE declared_relations (
    owner_id bigint NOT NULL,
    other_id bigint NOT NULL,
    kind text NOT NULL CHECK (kind IN ('family', 'partner', 'friend', 'schoolmate', 'colleague')),
    state text NOT NULL CHECK (state IN ('waiting', 'asked', 'confirmed', 'declined', 'ended')),
    from_year integer,
    until_year integer,
    place text NOT NULL CHECK (char_length(place) <= 120),
    changed_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (owner_id, other_id, kind),
    CHECK (owner_id <> other_id)
);
CREATE INDEX declared_relations_1_idx ON declared_relations (owner_id) WHERE state IN ('waiting', 'asked');
CREATE INDEX declared_relations_2_idx ON declared_relations (other_id);
