-- How many addresses of an owner wait, and whether an upload still refers to one that is to be forgotten.
CREATE INDEX direct_uploads_of_owner ON direct_uploads (owner) WHERE status = 'waiting';
CREATE INDEX uploads_of_direct ON uploads (direct_id) WHERE direct_id IS NOT NULL;
