CREATE TABLE channel (
    id          uuid        PRIMARY KEY,
    owner       text        NOT NULL UNIQUE,
    handle      text        NOT NULL UNIQUE,
    name        text        NOT NULL,
    description text,
    revision    bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);

CREATE TABLE video (
    id            uuid        PRIMARY KEY,
    channel_id    uuid        NOT NULL REFERENCES channel (id),
    owner         text        NOT NULL,
    title         text        NOT NULL,
    description   text,
    tags          text[]      NOT NULL,
    category      text,
    language      text,
    licence       text,
    visibility    text        NOT NULL CHECK (visibility IN ('public', 'unlisted', 'followers', 'private')),
    publish_at    timestamptz,
    external_id   text,
    -- Free JSON of the owner's, kept as text: jsonb would refuse some valid JSON strings, and nobody queries into it.
    custom        text,
    state         text        NOT NULL CHECK (state IN ('uploading', 'processing', 'ready', 'failed')),
    deadline      timestamptz,
    failure       text,
    submission_id text UNIQUE,
    media         text,
    access_epoch  bigint      NOT NULL,
    published     boolean     NOT NULL,
    published_at  timestamptz,
    revision      bigint      NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    UNIQUE (channel_id, external_id)
);
CREATE INDEX video_public ON video (published_at DESC, id DESC) WHERE published;
CREATE INDEX video_channel_public ON video (channel_id, published_at DESC, id DESC) WHERE published;
CREATE INDEX video_owner ON video (owner, id DESC);
CREATE INDEX video_tags ON video USING gin (tags) WHERE published;
CREATE INDEX video_due ON video (publish_at) WHERE NOT published AND state = 'ready' AND visibility = 'public';
CREATE INDEX video_deadline ON video (deadline) WHERE deadline IS NOT NULL;

-- How far encoding is. It changes every second and a lost row is told again, so it is neither logged nor part of the
-- video's revision.
CREATE UNLOGGED TABLE video_progress (
    video_id      uuid PRIMARY KEY REFERENCES video (id) ON DELETE CASCADE,
    submission_id text        NOT NULL,
    step          text        NOT NULL,
    percent       int         NOT NULL,
    rung          text,
    told_at       timestamptz NOT NULL
);
