-- A part of a channel's followers is a range of their hashes, so that reading it looks at no others.
CREATE INDEX follow_part ON follow (channel_id, (hashtext(user_id) & 2147483647)) WHERE active;
