package dev.matinee.events;

/**
 * {@code catalog} refuses a finished upload, or lets go of one it had taken; {@code upload} deletes its bytes.
 *
 * @param uploadId the upload
 * @param owner the user's {@code sub}
 * @param code why, in one word: {@code not_owner}, {@code not_waiting}, {@code no_such_content}, {@code invalid_metadata},
 *     {@code replaced} (the video waits for another file)
 * @param detail the sentence for the creator
 */
public record UploadRejected(String uploadId, String owner, String code, String detail) implements EventData {
    @Override
    public String aggregateId() {
        return uploadId;
    }
}
