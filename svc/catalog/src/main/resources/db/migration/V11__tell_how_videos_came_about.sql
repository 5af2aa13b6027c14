-- What happened to a video on its way to its viewers, as other services said it; it goes with the video.
CREATE TABLE video_timeline (
    id       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    video_id uuid        NOT NULL REFERENCES video (id) ON DELETE CASCADE,
    -- What makes the same thing said again be there once.
    key      text        NOT NULL,
    at       timestamptz NOT NULL,
    kind     text        NOT NULL,
    entry    text        NOT NULL,
    UNIQUE (video_id, key)
);
