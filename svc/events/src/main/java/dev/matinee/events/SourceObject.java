package dev.matinee.events;

import org.jspecify.annotations.Nullable;

/**
 * The bytes a creator uploaded, as an object in S3.
 *
 * @param bucket the S3 bucket
 * @param key the key in it
 * @param sizeBytes its length
 * @param filename what the creator's file was called, not to be trusted as a path
 * @param contentType what the client said it is, not to be trusted
 * @param sha256 lower-case hex, when the whole was hashed
 */
public record SourceObject(
        String bucket,
        String key,
        long sizeBytes,
        @Nullable String filename,
        @Nullable String contentType,
        @Nullable String sha256) {}
