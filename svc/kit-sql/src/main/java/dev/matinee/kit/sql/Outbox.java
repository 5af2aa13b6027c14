package dev.matinee.kit.sql;

import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import io.helidon.dbclient.DbStatementDml;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.util.Collections;
import java.util.List;

/**
 * Says things in the same transaction that makes them true. The relay hands them to Kafka after the commit, in the order
 * of {@code seq} per key: take the aggregate's row lock before adding, and its events leave in commit order.
 */
public final class Outbox {
    /** The largest event in bytes, well under what a broker takes, since a refused one would hold up its key for ever. */
    public static final int MAX_BYTES = 512 * 1024;

    private static final int ROWS = 100;

    private final String service;
    private final Clock clock;

    /** @param service the Consul name of the service that speaks */
    public Outbox(String service, Clock clock) {
        this.service = service;
        this.clock = clock;
    }

    /**
     * Adds an event or a task; it is sent if and only if {@code transaction} commits.
     *
     * @throws IllegalArgumentException when its JSON is longer than {@link #MAX_BYTES}
     */
    public Event add(DbTransaction transaction, EventType type, EventData data) {
        return add(transaction, type, data, "");
    }

    /**
     * The same for what goes on in the name of an earlier request.
     *
     * @param trace the trace kept of that ({@link TraceContext#current()}), for where nothing is being traced; may be empty
     */
    public Event add(DbTransaction transaction, EventType type, EventData data, String trace) {
        byte[] json = json(type, data);
        Event event = Event.now(type, service, clock.instant(), data);
        transaction
                .createInsert("""
                        INSERT INTO outbox (id, topic, key, type, data, trace)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """)
                .addParam(event.id())
                .addParam(type.topic().topicName())
                .addParam(data.aggregateId())
                .addParam(type.ceType())
                .addParam(json)
                .addParam(TraceContext.current().orElse(trace))
                .execute();
        return event;
    }

    /**
     * Adds many of one type, a hundred in a statement.
     *
     * @throws IllegalArgumentException when one's JSON is longer than {@link #MAX_BYTES}
     */
    public void addAll(DbTransaction transaction, EventType type, List<? extends EventData> all) {
        String trace = TraceContext.current().orElse("");
        for (int i = 0; i < all.size(); i += ROWS) {
            List<? extends EventData> some = all.subList(i, Math.min(i + ROWS, all.size()));
            DbStatementDml insert =
                    transaction.createInsert("INSERT INTO outbox (id, topic, key, type, data, trace) VALUES "
                            + String.join(", ", Collections.nCopies(some.size(), "(?, ?, ?, ?, ?, ?)")));
            for (EventData data : some) {
                byte[] json = json(type, data);
                insert = insert.addParam(
                                Event.now(type, service, clock.instant(), data).id())
                        .addParam(type.topic().topicName())
                        .addParam(data.aggregateId())
                        .addParam(type.ceType())
                        .addParam(json)
                        .addParam(trace);
            }
            insert.execute();
        }
    }

    private static byte[] json(EventType type, EventData data) {
        byte[] json = EventJson.write(data);
        if (json.length > MAX_BYTES) {
            throw new IllegalArgumentException(type + " of " + json.length + " bytes is too large for an event");
        }
        return json;
    }
}
