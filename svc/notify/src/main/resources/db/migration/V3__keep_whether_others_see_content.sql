-- Also what is unlisted; what was said before is known when it changes next.
ALTER TABLE content ADD COLUMN visible boolean NOT NULL DEFAULT false;
UPDATE content SET visible = published;
