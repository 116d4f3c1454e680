ALTER TABLE link_cards ADD COLUMN creator_id bigint;
