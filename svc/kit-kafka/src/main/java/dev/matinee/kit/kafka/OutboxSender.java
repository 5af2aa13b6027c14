package dev.matinee.kit.kafka;

import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Timer;
import io.helidon.tracing.Span;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Sends what is in an outbox, each key's events one after the other, and deletes what Kafka has acknowledged. */
final class OutboxSender {
    private static final int BATCH = 500;
    /** So many keys may wait for Kafka to take an event of theirs before the others wait with them. */
    private static final int MAX_REFUSED = 1_000;

    private final String service;
    private final Producer<String, byte[]> producer;
    private final Timer delay;

    OutboxSender(String service, Producer<String, byte[]> producer) {
        this.service = service;
        this.producer = producer;
        this.delay = Metrics.globalRegistry()
                .getOrCreate(Timer.builder(service + "_outbox_delay")
                        .description("From an event's row to Kafka's acknowledgement"));
    }

    /** What Kafka did not take in one pass, and is left alone until the next. */
    private static final class Refused {
        private final Set<String> keys = new HashSet<>();
        private final Set<String> topics = new HashSet<>();
        private @Nullable Throwable cause;

        /** What may pass by itself is the topic's; anything else is wrong with the event. */
        private void note(Row row, @Nullable Throwable failure) {
            cause = failure;
            if (failure instanceof RetriableException) {
                topics.add(row.record().topic());
            } else {
                keys.add(row.key());
            }
        }
    }

    private record Row(long seq, String key, Instant created, String trace, ProducerRecord<String, byte[]> record) {}

    private record Sent(Row row, Optional<Span> span, Future<RecordMetadata> acknowledgement) {}

    /**
     * Sends all there is, around what Kafka refuses. Rows are read from the first each time: one that was committed late
     * may have a smaller number than those already sent.
     *
     * @throws KafkaException when Kafka refused something, which then is still there
     */
    void sendAll(Connection connection) throws SQLException, InterruptedException {
        Refused refused = new Refused();
        List<Row> rows;
        do {
            rows = read(connection, refused);
            send(connection, rows, refused);
        } while (rows.size() == BATCH && refused.keys.size() < MAX_REFUSED);
        if (!refused.keys.isEmpty() || !refused.topics.isEmpty()) {
            throw new KafkaException(
                    "Kafka did not take events of " + refused.keys.size() + " keys and " + refused.topics.size()
                            + " topics",
                    refused.cause);
        }
    }

    private void send(Connection connection, List<Row> rows, Refused refused)
            throws SQLException, InterruptedException {
        Map<String, Queue<Row>> byKey = new LinkedHashMap<>();
        rows.forEach(row ->
                byKey.computeIfAbsent(row.key(), key -> new ArrayDeque<>()).add(row));
        List<Long> done = new ArrayList<>();
        while (!byKey.isEmpty()) {
            List<Sent> sent = sendFirsts(byKey.values(), refused);
            byKey.values().removeIf(Queue::isEmpty);
            for (Sent one : sent) {
                if (isAcknowledged(one, refused)) {
                    done.add(one.row().seq());
                } else {
                    byKey.remove(one.row().key());
                }
            }
        }
        delete(connection, done);
    }

    /** Takes the first of each queue; those of a topic that does not answer are left for another pass. */
    private List<Sent> sendFirsts(Collection<Queue<Row>> queues, Refused refused) {
        List<Sent> sent = new ArrayList<>();
        for (Queue<Row> queue : queues) {
            Row row = queue.remove();
            if (refused.topics.contains(row.record().topic())) {
                queue.clear();
                continue;
            }
            Optional<Span> span = EventSpans.sending(row.record(), row.trace());
            Future<RecordMetadata> acknowledgement = producer.send(row.record());
            if (acknowledgement.state() == Future.State.FAILED) {
                // The producer waited long for this topic, and would wait again for each of its events.
                refused.note(row, acknowledgement.exceptionNow());
            }
            sent.add(new Sent(row, span, acknowledgement));
        }
        producer.flush();
        return sent;
    }

    private boolean isAcknowledged(Sent sent, Refused refused) throws InterruptedException {
        try {
            sent.acknowledgement().get();
            delay.record(Duration.between(sent.row().created(), Instant.now()));
            sent.span().ifPresent(Span::end);
            return true;
        } catch (ExecutionException e) {
            refused.note(sent.row(), e.getCause());
            sent.span().ifPresent(span -> span.end(e.getCause()));
            return false;
        }
    }

    private List<Row> read(Connection connection, Refused refused) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT seq, id, topic, key, type, data, trace, created_at FROM outbox
                WHERE key <> ALL (?) AND topic <> ALL (?) ORDER BY seq LIMIT ?
                """)) {
            select.setArray(1, connection.createArrayOf("text", refused.keys.toArray()));
            select.setArray(2, connection.createArrayOf("text", refused.topics.toArray()));
            select.setInt(3, BATCH);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(row(found));
                }
            }
        }
        return rows;
    }

    private Row row(ResultSet row) throws SQLException {
        OffsetDateTime created = row.getObject("created_at", OffsetDateTime.class);
        String key = row.getString("key");
        return new Row(
                row.getLong("seq"),
                key,
                created.toInstant(),
                row.getString("trace"),
                EventRecords.of(
                        row.getObject("id", UUID.class),
                        row.getString("type"),
                        "/" + service,
                        created,
                        row.getString("topic"),
                        key,
                        row.getBytes("data")));
    }

    private static void delete(Connection connection, List<Long> numbers) throws SQLException {
        if (numbers.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM outbox WHERE seq = ANY (?)")) {
            delete.setArray(1, connection.createArrayOf("bigint", numbers.toArray()));
            delete.executeUpdate();
        }
    }
}
