-- From which moment of the published version a chosen poster is taken (photo_id is 'poster' then, in versions too, so that
-- posters replace posters and films replace films).
ALTER TABLE jobs ADD COLUMN poster_ms bigint NOT NULL DEFAULT 0;
