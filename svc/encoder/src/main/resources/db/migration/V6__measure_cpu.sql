-- Processor time of a job's runs of ffmpeg and ffprobe, in milliseconds, all tries and pieces together.
ALTER TABLE jobs ADD COLUMN cpu_ms bigint NOT NULL DEFAULT 0;
