-- Counted in the transaction that changes the rows they count, so a list need not count them each time.
ALTER TABLE channel ADD COLUMN followers bigint NOT NULL DEFAULT 0 CHECK (followers >= 0);
ALTER TABLE video
    ADD COLUMN likes    bigint NOT NULL DEFAULT 0 CHECK (likes >= 0),
    ADD COLUMN comments bigint NOT NULL DEFAULT 0 CHECK (comments >= 0);
