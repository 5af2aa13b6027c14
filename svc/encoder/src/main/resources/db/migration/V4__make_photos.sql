-- Which photo of the album a job is for; empty for a film. An album has one published version for each photo.
ALTER TABLE jobs ADD COLUMN photo_id text NOT NULL DEFAULT '';
ALTER TABLE versions ADD COLUMN photo_id text NOT NULL DEFAULT '';
