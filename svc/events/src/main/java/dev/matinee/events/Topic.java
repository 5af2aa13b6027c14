package dev.matinee.events;

/** A Kafka topic of the platform: its name and how many partitions it is created with. */
public enum Topic {
    /** What happened to uploads; key = upload id. */
    UPLOAD_EVENTS("upload.events", 4),
    /** What happened to channels, videos, albums and playlists; key = the id of that. */
    CONTENT_EVENTS("content.events", 4),
    /** What the encoder did; key = content id. */
    MEDIA_EVENTS("media.events", 4),
    /** What members did; key = the member's id, for comments the content's, for reports the report's. */
    SOCIAL_EVENTS("social.events", 4),
    /** What players say of playback sessions; key = the session. */
    PLAYBACK_EVENTS("playback.events", 4),
    /** What pages of the web app say; key = the viewer's pseudonym. */
    PAGE_EVENTS("page.events", 4),
    /** What notify told whom; key = the notification. */
    NOTIFY_EVENTS("notify.events", 4),
    /**
     * The CDN's access log, a line for each answer to a request for media; no CloudEvents but JSON as nginx writes it
     * ({@code nomad-jobs/cdn/http.conf}), the line's {@code id} being what makes it one. Without a key.
     */
    DELIVERY_REQUESTS("delivery.requests", 4),
    /** Parts of large deliveries into feeds, by and for {@code feed}; key = content id. */
    FEED_TASKS("feed.tasks", 8),
    /** Work for the encoders, read by a share group; key = job id, or the id of its piece. */
    ENCODE_TASKS("encode.tasks", 4);

    private final String topicName;
    private final int partitions;

    Topic(String topicName, int partitions) {
        this.topicName = topicName;
        this.partitions = partitions;
    }

    /** The name in Kafka. */
    public String topicName() {
        return topicName;
    }

    /** How many partitions it is created with; more may be added by an operator. */
    public int partitions() {
        return partitions;
    }

    /**
     * Where a consumer group puts what it could not handle.
     *
     * @param group the consumer group
     * @return {@code <topic>.<group>.dlt}
     */
    public String deadLetterTopic(String group) {
        return topicName + "." + group + ".dlt";
    }
}
