-- Whose birthday is shown to whom.

CREATE TABLE birthday_shares (
    owner_id bigint NOT NULL,
    shown_to text NOT NULL CHECK (shown_to IN ('mutual', 'followers')),
    day_of_year integer NOT NULL,
    PRIMARY KEY (owner_id)
);
