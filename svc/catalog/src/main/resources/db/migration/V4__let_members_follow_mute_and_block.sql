-- The ids are in the order of making, so a list goes on behind the last one it gave out.
CREATE TABLE follow (
    id         uuid        NOT NULL UNIQUE,
    follower   text        NOT NULL,
    channel_id uuid        NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (follower, channel_id)
);
CREATE INDEX follow_follower ON follow (follower, id);
CREATE INDEX follow_channel ON follow (channel_id, id);

CREATE TABLE mute (
    id         uuid        NOT NULL UNIQUE,
    member     text        NOT NULL,
    channel_id uuid        NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (member, channel_id)
);
CREATE INDEX mute_member ON mute (member, id);
CREATE INDEX mute_channel ON mute (channel_id);

-- By the channel's owner too: a block is between two people, and everything a reader asks for names an owner.
CREATE TABLE block (
    id            uuid        NOT NULL UNIQUE,
    member        text        NOT NULL,
    channel_id    uuid        NOT NULL REFERENCES channel (id) ON DELETE CASCADE,
    channel_owner text        NOT NULL,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (member, channel_owner)
);
CREATE INDEX block_member ON block (member, id);
CREATE INDEX block_channel ON block (channel_id);

-- What followers may find has a time of its own since when they could.
UPDATE video SET published_at = updated_at
WHERE visibility = 'followers' AND state = 'ready' AND published_at IS NULL
    AND (publish_at IS NULL OR publish_at <= now());
CREATE INDEX video_channel_followers ON video (channel_id, published_at DESC, id DESC)
    WHERE visibility = 'followers' AND state = 'ready';
CREATE INDEX video_due_followers ON video (publish_at)
    WHERE published_at IS NULL AND state = 'ready' AND visibility = 'followers';
