package dev.matinee.analytics;

import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tables that are written straight from Kafka: how a record's JSON becomes columns. A column is only ever added: files from
 * before have nothing in it. Types are those that Parquet, DuckDB and Trino have in common; times are UTC.
 */
enum WarehouseTable {
    PLAYBACK(EnumSet.of(EventType.PLAYBACK_REPORTED), Set.of(), """
            {"session_id": "VARCHAR", "content_id": "VARCHAR", "viewer": "VARCHAR", "kind": "VARCHAR",
             "received_at": "TIMESTAMPTZ", "position_ms": "BIGINT", "from_ms": "BIGINT", "to_ms": "BIGINT",
             "watched_ms": "BIGINT", "startup_ms": "BIGINT", "stalled_ms": "BIGINT", "error": "VARCHAR",
             "rung": "INTEGER", "player_height": "INTEGER", "source": "VARCHAR", "referrer": "VARCHAR",
             "client": {"device": "VARCHAR", "os": "VARCHAR", "browser": "VARCHAR", "country": "VARCHAR", "bot": "BOOLEAN"}}
            """, """
            CAST(said.received_at AS TIMESTAMP) AS received_at, said.session_id, said.content_id, said.viewer, said.kind,
            said.position_ms, said.from_ms, said.to_ms, said.watched_ms, said.startup_ms, said.stalled_ms, said.error,
            said.rung, said.player_height, said.source, said.referrer, said.client.device AS device, said.client.os AS os,
            said.client.browser AS browser, said.client.country AS country, said.client.bot AS bot
            """, """
            said.session_id IS NOT NULL AND said.content_id IS NOT NULL AND said.viewer IS NOT NULL
            AND said.kind IS NOT NULL AND said.received_at IS NOT NULL AND said.client.bot IS NOT NULL
            """, "content_id, session_id, happened_at"),
    PAGE(EnumSet.of(EventType.PAGE_REPORTED), Set.of(), """
            {"viewer": "VARCHAR", "kind": "VARCHAR", "received_at": "TIMESTAMPTZ", "page": "VARCHAR",
             "content_id": "VARCHAR", "place": "VARCHAR", "rank": "INTEGER", "term": "VARCHAR", "results": "INTEGER",
             "notification_id": "VARCHAR",
             "client": {"device": "VARCHAR", "os": "VARCHAR", "browser": "VARCHAR", "country": "VARCHAR", "bot": "BOOLEAN"}}
            """, """
            CAST(said.received_at AS TIMESTAMP) AS received_at, said.viewer, said.kind, said.page, said.content_id,
            said.place, said.rank, said.term, said.results, said.notification_id, said.client.device AS device,
            said.client.os AS os, said.client.browser AS browser, said.client.country AS country,
            said.client.bot AS bot
            """, """
            said.viewer IS NOT NULL AND said.kind IS NOT NULL AND said.received_at IS NOT NULL
            AND said.page IS NOT NULL AND said.client.bot IS NOT NULL
            """, "kind, happened_at"),
    VIDEO(
            EnumSet.of(
                    EventType.VIDEO_CREATED,
                    EventType.VIDEO_UPDATED,
                    EventType.VIDEO_PUBLISHED,
                    EventType.VIDEO_UNPUBLISHED),
            Set.of("owner"),
            """
            {"content_id": "VARCHAR", "channel_id": "VARCHAR", "owner": "VARCHAR", "title": "VARCHAR",
             "category": "VARCHAR", "language": "VARCHAR", "visibility": "VARCHAR", "state": "VARCHAR",
             "duration_ms": "BIGINT", "revision": "BIGINT", "created_at": "TIMESTAMPTZ", "published_at": "TIMESTAMPTZ"}
            """,
            """
            said.content_id, said.channel_id, said.owner, said.title, said.category, said.language, said.visibility,
            said.state, said.duration_ms, said.revision, CAST(said.created_at AS TIMESTAMP) AS created_at,
            CAST(said.published_at AS TIMESTAMP) AS published_at
            """,
            "said.content_id IS NOT NULL AND said.channel_id IS NOT NULL AND said.owner IS NOT NULL"
                    + " AND said.revision IS NOT NULL",
            "content_id, revision"),
    ALBUM(
            EnumSet.of(
                    EventType.ALBUM_CREATED,
                    EventType.ALBUM_UPDATED,
                    EventType.ALBUM_PUBLISHED,
                    EventType.ALBUM_UNPUBLISHED),
            Set.of("owner"),
            """
            {"content_id": "VARCHAR", "channel_id": "VARCHAR", "owner": "VARCHAR", "title": "VARCHAR", "language": "VARCHAR",
             "visibility": "VARCHAR", "state": "VARCHAR", "photos": "INTEGER", "revision": "BIGINT",
             "created_at": "TIMESTAMPTZ", "published_at": "TIMESTAMPTZ"}
            """,
            """
            said.content_id, said.channel_id, said.owner, said.title, said.language, said.visibility, said.state, said.photos,
            said.revision, CAST(said.created_at AS TIMESTAMP) AS created_at,
            CAST(said.published_at AS TIMESTAMP) AS published_at
            """,
            "said.content_id IS NOT NULL AND said.channel_id IS NOT NULL AND said.owner IS NOT NULL"
                    + " AND said.revision IS NOT NULL",
            "content_id, revision"),
    CHANNEL(
            EnumSet.of(EventType.CHANNEL_CREATED, EventType.CHANNEL_UPDATED),
            Set.of("owner"),
            """
            {"channel_id": "VARCHAR", "owner": "VARCHAR", "handle": "VARCHAR", "name": "VARCHAR", "revision": "BIGINT",
             "created_at": "TIMESTAMPTZ"}
            """,
            """
            said.channel_id, said.owner, said.handle, said.name, said.revision,
            CAST(said.created_at AS TIMESTAMP) AS created_at
            """,
            "said.channel_id IS NOT NULL AND said.owner IS NOT NULL AND said.revision IS NOT NULL",
            "channel_id"),
    SUBMISSION(
            EnumSet.of(EventType.VIDEO_SUBMITTED, EventType.PHOTO_SUBMITTED),
            Set.of("owner"),
            """
            {"content_id": "VARCHAR", "photo_id": "VARCHAR", "submission_id": "VARCHAR", "source": {"size_bytes": "BIGINT"}}
            """,
            """
            said.content_id, said.photo_id, said.submission_id, said.source.size_bytes AS size_bytes
            """,
            "said.content_id IS NOT NULL AND said.submission_id IS NOT NULL",
            "submission_id"),
    GONE(
            EnumSet.of(EventType.VIDEO_DELETED, EventType.ALBUM_DELETED, EventType.PHOTO_DELETED),
            Set.of("owner"),
            "{\"content_id\": \"VARCHAR\", \"photo_id\": \"VARCHAR\", \"submission_id\": \"VARCHAR\"}",
            "said.content_id, said.photo_id, said.submission_id",
            "said.content_id IS NOT NULL",
            "content_id"),
    UPLOAD(
            EnumSet.of(EventType.UPLOAD_COMPLETED, EventType.UPLOAD_ABANDONED),
            Set.of("owner"),
            """
            {"upload_id": "VARCHAR", "owner": "VARCHAR", "content_id": "VARCHAR", "source": {"size_bytes": "BIGINT"},
             "cause": "VARCHAR"}
            """,
            """
            said.upload_id, said.owner, said.content_id, said.source.size_bytes AS size_bytes,
            split_part(ce_type, '.', 2) AS outcome, said.cause
            """,
            "said.upload_id IS NOT NULL AND said.owner IS NOT NULL",
            "upload_id"),
    ENCODE(
            EnumSet.of(
                    EventType.MEDIA_PLAYABLE,
                    EventType.MEDIA_READY,
                    EventType.MEDIA_FAILED,
                    EventType.PHOTO_READY,
                    EventType.PHOTO_FAILED),
            Set.of(),
            """
            {"content_id": "VARCHAR", "photo_id": "VARCHAR", "submission_id": "VARCHAR", "job_id": "VARCHAR",
             "version": "VARCHAR", "code": "VARCHAR", "retryable": "BOOLEAN", "duration_ms": "BIGINT", "width": "INTEGER",
             "height": "INTEGER", "size_bytes": "BIGINT", "cpu_ms": "BIGINT"}
            """,
            """
            said.content_id, said.photo_id, said.submission_id, said.job_id, split_part(ce_type, '.', -1) AS outcome,
            said.version, said.code, said.retryable, said.duration_ms, said.width, said.height, said.size_bytes, said.cpu_ms
            """,
            "said.content_id IS NOT NULL AND said.submission_id IS NOT NULL AND said.job_id IS NOT NULL",
            "content_id, happened_at"),
    FOLLOW(
            EnumSet.of(EventType.FOLLOW_CHANGED),
            Set.of("follower_id", "channel_owner"),
            """
            {"follower_id": "VARCHAR", "channel_id": "VARCHAR", "following": "BOOLEAN"}
            """,
            """
            said.follower_id AS viewer, said.channel_id, said.following
            """,
            """
            said.follower_id IS NOT NULL AND said.channel_id IS NOT NULL AND said.following IS NOT NULL
            """,
            "channel_id, happened_at"),
    LIKING(
            EnumSet.of(EventType.LIKE_CHANGED),
            Set.of("user_id", "content_owner"),
            """
            {"user_id": "VARCHAR", "content_id": "VARCHAR", "kind": "VARCHAR", "channel_id": "VARCHAR", "liked": "BOOLEAN"}
            """,
            """
            said.user_id AS viewer, said.content_id, said.kind, said.channel_id, said.liked
            """,
            """
            said.user_id IS NOT NULL AND said.content_id IS NOT NULL AND said.liked IS NOT NULL
            """,
            "content_id, happened_at"),
    COMMENT(
            EnumSet.of(EventType.COMMENT_CREATED, EventType.COMMENT_UPDATED, EventType.COMMENT_DELETED),
            Set.of("author", "parent_author", "content_owner"),
            """
            {"comment_id": "VARCHAR", "content_id": "VARCHAR", "kind": "VARCHAR", "channel_id": "VARCHAR",
             "parent_id": "VARCHAR", "author": "VARCHAR", "revision": "BIGINT"}
            """,
            """
            said.comment_id, said.content_id, said.kind, said.channel_id, said.parent_id, said.author AS viewer,
            split_part(ce_type, '.', 3) AS change, said.revision
            """,
            "said.comment_id IS NOT NULL AND said.content_id IS NOT NULL AND said.author IS NOT NULL",
            "content_id, happened_at"),
    NOTIFICATION(EnumSet.of(EventType.NOTIFICATION_SENT), Set.of("member"), """
            {"notification_id": "VARCHAR", "member": "VARCHAR", "kind": "VARCHAR", "medium": "VARCHAR"}
            """, """
            said.notification_id, said.member AS viewer, said.kind, said.medium
            """, """
            said.notification_id IS NOT NULL AND said.member IS NOT NULL AND said.kind IS NOT NULL AND said.medium IS NOT NULL
            """, "kind, happened_at"),
    WATCH(
            EnumSet.of(EventType.WATCH_PROGRESSED),
            Set.of("user_id"),
            """
            {"user_id": "VARCHAR", "content_id": "VARCHAR", "channel_id": "VARCHAR", "position_ms": "BIGINT",
             "duration_ms": "BIGINT", "finished": "BOOLEAN"}
            """,
            """
            said.user_id AS viewer, said.content_id, said.channel_id, said.position_ms, said.duration_ms, said.finished
            """,
            "said.user_id IS NOT NULL AND said.content_id IS NOT NULL",
            "content_id, happened_at"),
    /** What the CDN sent, by its own log; of nobody, but for the playback session that the player named. */
    DELIVERY(EnumSet.noneOf(EventType.class), Set.of(), """
            {"content_id": "VARCHAR", "version": "VARCHAR", "kind": "VARCHAR", "rung": "INTEGER", "status": "INTEGER",
             "bytes": "BIGINT", "duration_ms": "BIGINT", "cache": "VARCHAR",
             "cmcd": {"session": "VARCHAR", "object_type": "VARCHAR", "bitrate": "BIGINT", "top_bitrate": "BIGINT",
               "buffer_ms": "BIGINT", "duration_ms": "BIGINT", "throughput": "BIGINT", "wanted_throughput": "BIGINT",
               "starved": "BOOLEAN", "startup": "BOOLEAN", "format": "VARCHAR", "stream_type": "VARCHAR"}}
            """, """
            said.content_id, said.version, said.kind, said.rung, said.status, said.bytes, said.duration_ms, said.cache,
            said.cmcd IS NOT NULL AS told, said.cmcd.session AS session_id, said.cmcd.object_type AS object_type,
            said.cmcd.bitrate AS bitrate, said.cmcd.top_bitrate AS top_bitrate, said.cmcd.buffer_ms AS buffer_ms,
            said.cmcd.duration_ms AS object_ms, said.cmcd.throughput AS throughput,
            said.cmcd.wanted_throughput AS wanted_throughput, said.cmcd.starved AS starved, said.cmcd.startup AS startup,
            said.cmcd.format AS format, said.cmcd.stream_type AS stream_type
            """, """
            said.content_id IS NOT NULL AND said.kind IS NOT NULL AND said.status IS NOT NULL AND said.bytes IS NOT NULL
            """, "content_id, happened_at");

    /** Fields that are words of people or name them, in any topic; no table has them, and what is unreadable has them neither. */
    static final Set<String> WORDS = Set.of(
            "owner_name", "follower_name", "user_name", "author_name", "text", "metadata", "description", "filename");

    private final Set<EventType> types;
    private final Set<String> people;
    private final String json;
    private final String columns;
    private final String complete;
    private final String order;

    WarehouseTable(
            Set<EventType> types, Set<String> people, String json, String columns, String complete, String order) {
        this.types = types;
        this.people = people;
        this.json = json.replaceAll("\\s+", " ").strip();
        this.columns = columns;
        this.complete = complete;
        this.order = order;
    }

    /** All topics that some table is made of. */
    static Set<Topic> topics() {
        return Arrays.stream(values())
                .map(WarehouseTable::topic)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Topic.class)));
    }

    static List<WarehouseTable> of(String topic) {
        return Arrays.stream(values())
                .filter(table -> table.topic().topicName().equals(topic))
                .toList();
    }

    /** The fields of a topic's records that name somebody, who is a pseudonym in the warehouse. */
    static Set<String> people(String topic) {
        return of(topic).stream().flatMap(table -> table.people.stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** The column that says who it is about, by a pseudonym; empty for a table that says nothing of anybody. */
    Optional<String> person() {
        return switch (this) {
            case SUBMISSION, GONE, ENCODE, DELIVERY -> Optional.empty();
            case VIDEO, ALBUM, CHANNEL, UPLOAD -> Optional.of("owner");
            default -> Optional.of("viewer");
        };
    }

    /**
     * What of a row is blanked when its person is erased: a film goes on to be one, also without its owner. Empty where the row goes.
     */
    List<String> blanked() {
        return switch (this) {
            case VIDEO, ALBUM -> List.of("owner", "title");
            case UPLOAD -> List.of("owner");
            case CHANNEL -> List.of("owner", "handle", "name");
            default -> List.of();
        };
    }

    /** Whether a row is kept when its person is erased. */
    boolean isKeptWithout() {
        return !blanked().isEmpty();
    }

    /** Its folder, and its name in SQL. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    Topic topic() {
        return this == DELIVERY
                ? Topic.DELIVERY_REQUESTS
                : types.iterator().next().topic();
    }

    /**
     * What of the records is a row: {@code event_id, happened_at}, the table's own columns, then where in Kafka it came from.
     *
     * @param records a relation with {@code kafka_partition, kafka_offset, ce_type, ce_id, ce_time, value}
     */
    String rows(String records) {
        // Materialized, or the engine reads the JSON again for each column.
        return "WITH read AS MATERIALIZED (" + read(records) + ") SELECT event_id, happened_at, " + columns
                + ", kafka_partition, kafka_offset FROM read WHERE " + usable();
    }

    /** What of the records ought to be a row and is none, as it came. */
    String unreadable(String records) {
        return "SELECT kafka_day, topic, kafka_partition, kafka_offset, ce_type, ce_id, ce_time, value FROM ("
                + read(records) + ") WHERE NOT COALESCE(" + usable() + ", FALSE)";
    }

    /** Those of the records that ought to be rows. */
    String records(String records) {
        return "(SELECT * FROM " + records + " WHERE " + mine() + ")";
    }

    /** Whether records of a kind ought to be its rows. */
    boolean takes(Kind kind) {
        String type = kind.type();
        return type != null && ceTypes().contains(type);
    }

    /** Those of one of the days. */
    String ofDay(String records, LocalDate day) {
        return "(SELECT * FROM " + records + " WHERE " + Kind.HAPPENED_ON + " = DATE '" + day + "')";
    }

    /** Whether rows of a table, which tell of single people, are kept for a time only; what a thing is, and to whom it belongs, is kept. */
    static boolean isForgotten(String folder) {
        return Set.of(
                        PLAYBACK.folder(),
                        PAGE.folder(),
                        WATCH.folder(),
                        NOTIFICATION.folder(),
                        DELIVERY.folder(),
                        Batch.UNREADABLE,
                        RollUps.SESSION,
                        RollUp.VIEWER.folder())
                .contains(folder);
    }

    /** What rows are sorted by, so that like is next to like. */
    String order() {
        return order;
    }

    private String read(String records) {
        return "SELECT *, CAST(TRY_CAST(ce_id AS UUID) AS VARCHAR) AS event_id,"
                + " CAST(TRY_CAST(ce_time AS TIMESTAMPTZ) AS TIMESTAMP) AS happened_at,"
                + " TRY(from_json(value, " + Engine.quoted(json) + ")) AS said FROM " + records(records);
    }

    private String mine() {
        return ceTypes().stream().map(Engine::quoted).collect(Collectors.joining(", ", "ce_type IN (", ")"));
    }

    private Set<String> ceTypes() {
        return this == DELIVERY
                ? Set.of(DeliveryLine.TYPE)
                : types.stream().map(EventType::ceType).collect(Collectors.toSet());
    }

    private String usable() {
        return "(event_id IS NOT NULL AND happened_at IS NOT NULL AND " + complete + ")";
    }
}
