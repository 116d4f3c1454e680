CREATE TABLE domain_blocks (
    person_id bigint NOT NULL,
    domain text NOT NULL CHECK (char_length(domain) <= 253),
    id bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, domain)
);
CREATE INDEX domain_blocks_1_idx ON domain_blocks (person_id, id);
CREATE INDEX domain_blocks_2_idx ON domain_blocks (domain, person_id);
