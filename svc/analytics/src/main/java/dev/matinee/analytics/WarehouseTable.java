package dev.matinee.analytics;

import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
            "content_id, revision");

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

    /** The column that says who it is about, by a pseudonym. */
    String person() {
        return this == VIDEO ? "owner" : "viewer";
    }

    /** Whether a row is kept when its person is erased: a film goes on to be one, also without its owner. */
    boolean isKeptWithout() {
        return this == VIDEO;
    }

    /** Its folder, and its name in SQL. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    Topic topic() {
        return types.iterator().next().topic();
    }

    /**
     * What of the records is a row: {@code event_id, happened_at}, the table's own columns, then where in Kafka it came from.
     *
     * @param records a relation with {@code kafka_partition, kafka_offset, ce_type, ce_id, ce_time, value}
     */
    String rows(String records) {
        return "SELECT event_id, happened_at, " + columns + ", kafka_partition, kafka_offset FROM (" + read(records)
                + ") WHERE " + mine() + " AND " + usable();
    }

    /** What of the records ought to be a row and is none, as it came. */
    String unreadable(String records) {
        return "SELECT kafka_day, topic, kafka_partition, kafka_offset, ce_type, ce_id, ce_time, value FROM ("
                + read(records) + ") WHERE " + mine() + " AND NOT COALESCE(" + usable() + ", FALSE)";
    }

    /** What rows are sorted by, so that like is next to like. */
    String order() {
        return order;
    }

    private String read(String records) {
        return "SELECT *, CAST(TRY_CAST(ce_id AS UUID) AS VARCHAR) AS event_id,"
                + " CAST(TRY_CAST(ce_time AS TIMESTAMPTZ) AS TIMESTAMP) AS happened_at,"
                + " CASE WHEN json_valid(value) THEN from_json(value, " + Engine.quoted(json) + ") END AS said FROM "
                + records;
    }

    private String mine() {
        return types.stream()
                .map(type -> Engine.quoted(type.ceType()))
                .collect(Collectors.joining(", ", "ce_type IN (", ")"));
    }

    private String usable() {
        return "(event_id IS NOT NULL AND happened_at IS NOT NULL AND " + complete + ")";
    }
}
