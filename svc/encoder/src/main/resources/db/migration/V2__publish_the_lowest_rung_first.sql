-- The version with the lowest rung only, which can be watched while the rest is made; empty before that.
ALTER TABLE jobs ADD COLUMN playable text NOT NULL DEFAULT '';
