/**
 * Owns bytes on their way in: resumable uploads (tus 1.0.0), one-time upload URLs and what a user may still upload. It
 * keeps what was received durable in S3, tells when an upload is complete, and deletes what nobody wants. It does not
 * own content: what the bytes are for, who may see them and whether they are a video at all is decided by others, so a
 * {@code content_id} is passed on as the client's claim and never looked up here.
 */
@NullMarked
package dev.matinee.upload;

import org.jspecify.annotations.NullMarked;
