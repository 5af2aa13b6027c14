-- The id is new with each progress, so the list is in the order of watching.
CREATE TABLE watch (
    id          uuid        NOT NULL UNIQUE,
    member      text        NOT NULL,
    kind        text        NOT NULL,
    content_id  uuid        NOT NULL,
    position_ms bigint      NOT NULL CHECK (position_ms >= 0),
    duration_ms bigint      NOT NULL,
    finished    boolean     NOT NULL,
    watched_at  timestamptz NOT NULL,
    told_at     timestamptz NOT NULL,
    PRIMARY KEY (member, content_id)
);
CREATE INDEX watch_member ON watch (member, id);
CREATE INDEX watch_content ON watch (content_id);

CREATE TABLE playlist (
    id          uuid        PRIMARY KEY,
    channel_id  uuid        NOT NULL REFERENCES channel (id),
    owner       text        NOT NULL,
    title       text        NOT NULL,
    description text,
    visibility  text        NOT NULL CHECK (visibility IN ('public', 'unlisted', 'private')),
    items       bigint      NOT NULL DEFAULT 0 CHECK (items BETWEEN 0 AND 500),
    revision    bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE INDEX playlist_owner ON playlist (owner, id);
CREATE INDEX playlist_channel_public ON playlist (channel_id, id) WHERE visibility = 'public';

CREATE TABLE playlist_item (
    playlist_id uuid        NOT NULL REFERENCES playlist (id) ON DELETE CASCADE,
    kind        text        NOT NULL,
    content_id  uuid        NOT NULL,
    -- With room between two, so that putting one there moves no other.
    rank        bigint      NOT NULL,
    added_at    timestamptz NOT NULL,
    PRIMARY KEY (playlist_id, content_id)
);
CREATE INDEX playlist_item_rank ON playlist_item (playlist_id, rank, content_id);
CREATE INDEX playlist_item_content ON playlist_item (content_id);
