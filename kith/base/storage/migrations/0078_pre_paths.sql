-- Who lets others be found through their ties, the nightly copy of such ties, and who was suggested to whom.

ALTER TABLE tie_settings ADD COLUMN paths boolean;
ALTER TABLE tie_wishes ADD COLUMN path boolean;

CREATE TABLE usable_ties (
    owner_id bigint NOT NULL,
    other_id bigint NOT NULL,
    strength double precision NOT NULL,
    mutual double precision NOT NULL,
    copied_on date NOT NULL,
    PRIMARY KEY (owner_id, other_id)
);
CREATE INDEX usable_ties_1_idx ON usable_ties (other_id);

CREATE TABLE tie_suggestions (
    owner_id bigint NOT NULL,
    other_id bigint NOT NULL,
    offered_on date NOT NULL,
    place integer NOT NULL,
    withdrawn boolean NOT NULL,
    PRIMARY KEY (owner_id, other_id)
);
CREATE INDEX tie_suggestions_1_idx ON tie_suggestions (other_id, offered_on);
