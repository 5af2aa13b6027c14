-- How often telling it failed by our own fault since its last page, and with what the last time. One that is given up is done
-- with a problem.
ALTER TABLE happening ADD COLUMN stumbles int NOT NULL DEFAULT 0;
ALTER TABLE happening ADD COLUMN problem text;
