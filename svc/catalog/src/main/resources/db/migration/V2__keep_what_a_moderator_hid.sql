-- What the visibility was when a moderator hid the video; while it is set, only a moderator can undo it.
ALTER TABLE video ADD COLUMN hidden_from text CHECK (hidden_from IN ('public', 'unlisted', 'followers'));
