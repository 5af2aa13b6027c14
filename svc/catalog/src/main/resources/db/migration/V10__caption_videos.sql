-- As they are handed out: WebVTT without anything but cues. The cues again as JSON, with plain text, for search.
CREATE TABLE caption (
    video_id   uuid        NOT NULL REFERENCES video (id) ON DELETE CASCADE,
    kind       text        NOT NULL CHECK (kind IN ('captions', 'chapters')),
    -- BCP 47; empty for chapters.
    language   text        NOT NULL,
    vtt        text        NOT NULL,
    cues       text        NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (video_id, kind, language)
);
-- Which there are, as JSON, and since which revision of the video; empty without any.
ALTER TABLE video ADD COLUMN captions text;
