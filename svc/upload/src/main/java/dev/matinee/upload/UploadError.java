package dev.matinee.upload;

import dev.matinee.kit.http.ErrorCode;
import io.helidon.http.Status;

enum UploadError implements ErrorCode {
    INVALID_OFFSET(400, "Bad Request", "Upload-Offset must be a whole number of bytes, zero or more."),
    INVALID_LENGTH(400, "Bad Request", "Upload-Length must be a whole number of bytes, zero or more."),
    LENGTH_NEEDED(400, "Bad Request", "Send either Upload-Length or 'Upload-Defer-Length: 1'."),
    LENGTH_FIXED(400, "Bad Request", "The length of this upload is already set and cannot be changed."),
    INVALID_METADATA(400, "Bad Request", "Upload-Metadata is not valid."),
    INVALID_CHECKSUM(
            400, "Bad Request", "Upload-Checksum must be 'sha1' or 'sha256', a space, and the digest in Base64."),
    INVALID_CONCAT(
            400, "Bad Request", "Upload-Concat must be 'partial' or 'final;' and the addresses of partial uploads."),
    PARTIAL_UNFINISHED(
            400, "Bad Request", "A partial upload is not finished; a final one can only be made of finished ones."),
    ORIGIN_REFUSED(403, "Forbidden", "This upload address is for pages of another origin."),
    FINAL_UPLOAD(403, "Forbidden", "A final upload is made of partial ones and takes no bytes itself."),
    UPLOAD_NOT_FOUND(404, "Not Found", "There is no such upload, or it is not yours."),
    PARTIAL_NOT_FOUND(404, "Not Found", "A partial upload named in Upload-Concat is not there, or it is not yours."),
    USER_UNKNOWN(404, "Not Found", "There can be no such user; a user is named by the sub of their token."),
    DIRECT_NOT_FOUND(404, "Not Found", "There is no such upload address."),
    OFFSET_MISMATCH(409, "Conflict", "Upload-Offset is not where this upload stands; ask with HEAD."),
    UPLOAD_COMPLETE(409, "Conflict", "This upload is complete; delete the content it became instead."),
    DIRECT_USED(409, "Conflict", "This upload address has already taken its upload."),
    DIRECT_CLOSED(409, "Conflict", "This upload address is not waiting for an upload any more."),
    UPLOAD_GONE(410, "Gone", "This upload has ended; begin a new one."),
    DIRECT_GONE(410, "Gone", "This upload address is not in use any more; ask for a new one."),
    VERSION_UNSUPPORTED(412, "Precondition Failed", "Send 'Tus-Resumable: 1.0.0'."),
    TOO_LARGE(413, "Content Too Large", "The upload is longer than is taken here."),
    BODY_TOO_LONG(413, "Content Too Large", "The body goes past the length of the upload."),
    TOO_MANY_PARTS(413, "Content Too Large", "The upload was interrupted too often; begin a new one."),
    QUOTA_BYTES_HELD(413, "Content Too Large", "You have no room left; delete something first."),
    CONTENT_TYPE(415, "Unsupported Media Type", "Send 'Content-Type: application/offset+octet-stream'."),
    NOT_MEDIA(415, "Unsupported Media Type", "This is neither a video nor a photo."),
    PHOTO_TYPE(415, "Unsupported Media Type", "Photos are taken as JPEG, PNG, WebP, GIF, AVIF or HEIC."),
    LOCKED(423, "Locked", "Another request is writing to this upload; try again shortly."),
    QUOTA_BYTES_DAY(429, "Too Many Requests", "You have uploaded as much as one may within 24 hours."),
    QUOTA_UPLOADS_DAY(429, "Too Many Requests", "You have begun as many uploads as one may within 24 hours."),
    QUOTA_ADDRESSES(429, "Too Many Requests", "You have as many upload addresses waiting as one may."),
    CHECKSUM_MISMATCH(
            460, "Checksum Mismatch", "The bytes are not the ones Upload-Checksum was made of; send them again."),
    STORAGE_AWAY(
            503,
            "Service Unavailable",
            "The storage does not answer just now. What was acknowledged is kept; ask with HEAD where to go on."),
    SPOOL_AWAY(
            503,
            "Service Unavailable",
            "Bytes cannot be taken just now. What was acknowledged is kept; ask with HEAD where to go on."),
    LOCKS_AWAY(
            503,
            "Service Unavailable",
            "Uploads cannot be locked just now. What was acknowledged is kept; ask with HEAD where to go on."),
    DATABASE_AWAY(
            503,
            "Service Unavailable",
            "Uploads cannot be recorded just now. What was acknowledged is kept; ask with HEAD where to go on."),
    NO_SPACE(
            507,
            "Insufficient Storage",
            "There is no room for more bytes. What was acknowledged is kept, and goes on once there is room again.");

    private final Status status;
    private final String sentence;

    UploadError(int status, String reason, String sentence) {
        this.status = Status.create(status, reason);
        this.sentence = sentence;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
