-- What may be in a feed. A row outlives its content, so that an old event does not bring it back.
CREATE TABLE card (
    id           uuid   PRIMARY KEY,
    kind         text   NOT NULL DEFAULT '',
    channel_id   uuid,
    state        text   NOT NULL CHECK (state IN ('public', 'followers', 'hidden', 'gone')),
    -- Hidden by an event alone; catalog's own word of the same revision still counts.
    provisional  boolean NOT NULL DEFAULT false,
    revision     bigint NOT NULL,
    title        text   NOT NULL DEFAULT '',
    tags         text[] NOT NULL DEFAULT '{}',
    duration_ms  bigint,
    poster       text,
    published_at timestamptz,
    -- Grows with every change of this row; of two copies in Redis the greater one stays.
    version      bigint NOT NULL DEFAULT 1
);
CREATE INDEX card_channel ON card (channel_id, published_at DESC, id DESC) WHERE state IN ('public', 'followers');
CREATE INDEX card_public ON card (published_at DESC) WHERE state = 'public';

CREATE TABLE channel (
    id       uuid   PRIMARY KEY,
    owner    text   NOT NULL,
    handle   text   NOT NULL,
    name     text   NOT NULL,
    revision bigint NOT NULL
);
CREATE INDEX channel_owner ON channel (owner);

-- Beside their things and not in them, because an event about a thing may come before the thing.
CREATE TABLE popularity (
    content_id uuid   PRIMARY KEY,
    likes      bigint NOT NULL DEFAULT 0 CHECK (likes >= 0),
    watches    bigint NOT NULL DEFAULT 0 CHECK (watches >= 0),
    version    bigint NOT NULL DEFAULT 1
);
CREATE TABLE audience (
    channel_id uuid    PRIMARY KEY,
    followers  bigint  NOT NULL DEFAULT 0 CHECK (followers >= 0),
    -- Has had more followers than are pushed to; stays so, because feeds lack what came meanwhile.
    pulled     boolean NOT NULL DEFAULT false,
    -- Redis has forgotten what its followers' feeds were made of before.
    told       boolean NOT NULL DEFAULT false
);
CREATE INDEX audience_untold ON audience (channel_id) WHERE pulled AND NOT told;

-- What members did. What ended stays as a row for as long as an older event of it may still come.
CREATE TABLE follow (
    user_id    text        NOT NULL,
    channel_id uuid        NOT NULL,
    active     boolean     NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, channel_id)
);
CREATE INDEX follow_channel ON follow (channel_id, user_id) WHERE active;
CREATE INDEX follow_ended ON follow (changed_at) WHERE NOT active;
CREATE TABLE mute (
    user_id    text        NOT NULL,
    channel_id uuid        NOT NULL,
    active     boolean     NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, channel_id)
);
CREATE INDEX mute_ended ON mute (changed_at) WHERE NOT active;
CREATE TABLE block (
    user_id       text        NOT NULL,
    channel_owner text        NOT NULL,
    channel_id    uuid        NOT NULL,
    active        boolean     NOT NULL,
    changed_at    timestamptz NOT NULL,
    PRIMARY KEY (user_id, channel_owner)
);
CREATE INDEX block_owner ON block (channel_owner) WHERE active;
CREATE INDEX block_ended ON block (changed_at) WHERE NOT active;
CREATE TABLE content_like (
    user_id    text        NOT NULL,
    content_id uuid        NOT NULL,
    active     boolean     NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, content_id)
);
CREATE INDEX content_like_at ON content_like (changed_at) WHERE active;
CREATE INDEX content_like_ended ON content_like (changed_at) WHERE NOT active;
CREATE TABLE watch (
    user_id    text        NOT NULL,
    content_id uuid        NOT NULL,
    watched_at timestamptz NOT NULL,
    finished   boolean     NOT NULL,
    PRIMARY KEY (user_id, content_id)
);
CREATE INDEX watch_content ON watch (content_id, watched_at DESC);
CREATE INDEX watch_user ON watch (user_id, watched_at DESC);
CREATE INDEX watch_at ON watch (watched_at);

-- First seen; a second time changes nothing, so that a list that goes on is not disturbed.
CREATE TABLE seen (
    user_id    text        NOT NULL,
    content_id uuid        NOT NULL,
    seen_at    timestamptz NOT NULL,
    PRIMARY KEY (user_id, content_id)
);
CREATE INDEX seen_user ON seen (user_id, seen_at DESC);
CREATE INDEX seen_at ON seen (seen_at);

-- Who reads feeds; who did not for long is not pushed to.
CREATE TABLE member (
    user_id   text        PRIMARY KEY,
    active_at timestamptz NOT NULL
);

-- What Redis holds of an older epoch is not believed: it grows when Redis could not be told of a change.
CREATE TABLE epoch (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    number bigint  NOT NULL
);
INSERT INTO epoch (number) VALUES (1);

-- How far the reading of catalog's exports is.
CREATE TABLE walk (
    part    text    PRIMARY KEY,
    cursor  text,
    done    boolean NOT NULL DEFAULT false
);
