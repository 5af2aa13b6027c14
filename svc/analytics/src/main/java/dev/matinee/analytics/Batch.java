package dev.matinee.analytics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.events.Topic;
import dev.matinee.kit.http.Json;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Records on their way from Kafka into files, kept as they came in a table of the engine, which then reads them all at once. */
final class Batch implements AutoCloseable {
    /** What is no row of its table is kept here, as it came, so that nothing vanishes. */
    static final String UNREADABLE = "unreadable";

    private static final System.Logger LOG = System.getLogger(Batch.class.getName());
    /** Together somewhat longer than a question may take. */
    private static final int TRIES = 5;

    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final Warehouse warehouse;
    private final Engine.Session engine;
    private final UnaryOperator<String> pseudonym;
    private final Supplier<LocalDate> firstKept;
    private final Map<TopicPartition, Span> spans = new LinkedHashMap<>();
    private final Map<String, Set<String>> peopleOf = new HashMap<>();
    private long bytes;
    private int rows;

    /** @param next offset behind the last record */
    private record Span(long first, long next) {}

    /**
     * @param pseudonym of a member by the subject of their token
     * @param firstKept day of reports; those of a day before are not written, so that a replay brings back nothing that had its time
     */
    Batch(Engine engine, Warehouse warehouse, UnaryOperator<String> pseudonym, Supplier<LocalDate> firstKept) {
        this.warehouse = warehouse;
        this.engine = engine.open();
        this.pseudonym = pseudonym;
        this.firstKept = firstKept;
        empty();
    }

    boolean isEmpty() {
        return spans.isEmpty();
    }

    int rows() {
        return rows;
    }

    /** How much JSON it holds. */
    long bytes() {
        return bytes;
    }

    void add(ConsumerRecords<String, byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        engine.append("incoming", row -> {
            for (ConsumerRecord<String, byte[]> record : records) {
                Incoming said = incoming(record);
                row.begin()
                        .add(record.topic())
                        .add(record.partition())
                        .add(record.offset())
                        .add(record.timestamp())
                        .add(said.type())
                        .add(said.id())
                        .add(said.time())
                        .add(said.value())
                        .end();
                bytes += said.value().length();
            }
        });
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<String, byte[]>> those = records.records(partition);
            Span span = new Span(those.getFirst().offset(), those.getLast().offset() + 1);
            spans.merge(partition, span, (before, now) -> new Span(before.first(), now.next()));
        }
        rows += records.count();
    }

    /** Writes and commits all there is; returns for each partition the offset behind what is written. */
    Map<TopicPartition, Long> write() {
        Map<TopicPartition, Long> written = new HashMap<>();
        spans.forEach((partition, span) -> {
            write(partition, span);
            written.put(partition, span.next());
        });
        empty();
        return written;
    }

    /** What the engine does not take, for want of memory or for what a record says, is halved until the record is found that it is. */
    private void write(TopicPartition partition, Span span) {
        write(partition, span, 1);
    }

    private void write(TopicPartition partition, Span span, int attempt) {
        try {
            warehouse.commit(partition, span.first(), span.next(), files(partition, span));
        } catch (Engine.EngineException e) {
            if (!e.isOfWhatWasAsked()) {
                throw e;
            }
            if (span.next() - span.first() > 1) {
                LOG.log(Level.WARNING, "{0} from {1} is halved: {2}", partition, span.first(), e.reason());
                long half = span.first() + (span.next() - span.first()) / 2;
                write(partition, new Span(span.first(), half));
                write(partition, new Span(half, span.next()));
            } else if (e.isOfMemory() && attempt < TRIES) {
                // Perhaps questions hold it, which are over soon: a record that is set aside is not read again.
                pause();
                write(partition, span, attempt + 1);
            } else {
                LOG.log(Level.ERROR, partition + " at " + span.first() + " cannot be a row and is set aside", e);
                String record = withoutAnyOf(warehouse.erasures().all(), asTheyCame(records(partition, span)));
                warehouse.commit(partition, span.first(), span.next(), setAside(record));
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Straight from their JSON: a table of what it says was larger than the engine's memory, and twice the work. */
    private List<Warehouse.Made> files(TopicPartition partition, Span span) {
        String records = records(partition, span);
        List<Warehouse.Made> made = new ArrayList<>();
        List<String> erased = warehouse.erasures().all();
        List<Kind> kinds = engine.list(Kind.of(records), Kind::read);
        List<String> aside = new ArrayList<>();
        if (kinds.stream().anyMatch(kind -> kind.type() == null)) {
            aside.add(asTheyCame("(SELECT * FROM " + records + " WHERE ce_type IS NULL)"));
        }
        for (WarehouseTable table : WarehouseTable.of(partition.topic())) {
            List<Kind> mine = kinds.stream().filter(table::takes).toList();
            long left = mine.stream().mapToLong(Kind::records).sum();
            for (LocalDate day : Kind.days(mine)) {
                String rows = Eraser.without(table, table.rows(table.ofDay(records, day)), erased);
                left -= make(made, table.folder(), day, "SELECT * FROM (" + rows + ") ORDER BY " + table.order());
            }
            // Nearly always there is none, and all that JSON need not be read a second time.
            if (left > 0) {
                aside.add(table.unreadable(records));
            }
        }
        if (!aside.isEmpty()) {
            made.addAll(setAside(withoutAnyOf(erased, String.join(" UNION ALL ", aside))));
        }
        return made;
    }

    private static String records(TopicPartition partition, Span span) {
        return "(SELECT *, CAST(make_timestamp_ms(kafka_ms) AS DATE) AS kafka_day FROM incoming WHERE topic = "
                + Engine.quoted(partition.topic()) + " AND kafka_partition = " + partition.partition()
                + " AND kafka_offset >= " + span.first() + " AND kafka_offset < " + span.next() + ")";
    }

    private static String asTheyCame(String records) {
        return "SELECT kafka_day, topic, kafka_partition, kafka_offset, ce_type, ce_id, ce_time, value FROM " + records;
    }

    /** What cannot be read has no column that says whose it is, and may name somebody all the same. */
    private static String withoutAnyOf(List<String> people, String records) {
        return people.stream()
                .map(person -> "NOT contains(value, " + Engine.quoted(person) + ")")
                .reduce((one, another) -> one + " AND " + another)
                .map(nobody -> "SELECT * FROM (" + records + ") WHERE " + nobody)
                .orElse(records);
    }

    private List<Warehouse.Made> setAside(String records) {
        engine.run("CREATE OR REPLACE TEMP TABLE aside AS " + records);
        List<Warehouse.Made> made = new ArrayList<>();
        for (LocalDate day :
                engine.list("SELECT DISTINCT kafka_day FROM aside", row -> row.getObject(1, LocalDate.class))) {
            make(made, UNREADABLE, day, "SELECT * EXCLUDE (kafka_day) FROM aside WHERE kafka_day = DATE '" + day + "'");
        }
        engine.run("DROP TABLE aside");
        return made;
    }

    /** Makes a file of rows that are kept; returns how many there are, and makes none when there is none. */
    private long make(List<Warehouse.Made> made, String folder, LocalDate day, String rows) {
        if (WarehouseTable.isForgotten(folder) && day.isBefore(firstKept.get())) {
            return engine.count("(" + rows + ")");
        }
        Path file = warehouse.toMake(folder + "-" + day + ".parquet");
        boolean kept = false;
        try {
            long written = engine.write(rows, file);
            kept = written > 0 && made.add(new Warehouse.Made(file, folder, day));
            return written;
        } finally {
            if (!kept) {
                warehouse.unmake(file);
            }
        }
    }

    private void empty() {
        spans.clear();
        bytes = 0;
        rows = 0;
        engine.run("CREATE OR REPLACE TEMP TABLE incoming (topic VARCHAR, kafka_partition INTEGER, kafka_offset BIGINT,"
                + " kafka_ms BIGINT, ce_type VARCHAR, ce_id VARCHAR, ce_time VARCHAR, value VARCHAR)");
    }

    private Incoming incoming(ConsumerRecord<String, byte[]> record) {
        byte[] line = record.value();
        if (record.topic().equals(Topic.DELIVERY_REQUESTS.topicName())) {
            return DeliveryLine.incoming(line == null ? new byte[0] : line);
        }
        String type = header(record, "ce_type");
        return new Incoming(type, header(record, "ce_id"), header(record, "ce_time"), value(record, type));
    }

    private String value(ConsumerRecord<String, byte[]> record, @Nullable String type) {
        byte[] value = record.value();
        if (value == null) {
            return "";
        }
        Set<String> people = peopleOf.computeIfAbsent(record.topic(), WarehouseTable::people);
        if (!people.isEmpty() && type == null) {
            return "of no type, and not kept since it may name somebody";
        }
        return people.isEmpty() ? new String(value, StandardCharsets.UTF_8) : withoutPeople(value, people);
    }

    private String withoutPeople(byte[] value, Set<String> people) {
        try {
            JsonNode node = Json.mapper().readTree(value);
            if (node instanceof ObjectNode object) {
                for (String field : people) {
                    if (object.path(field).isTextual()) {
                        object.put(field, pseudonym.apply(object.path(field).asText()));
                    }
                }
                object.remove(WarehouseTable.WORDS);
                if (object.path("source") instanceof ObjectNode source) {
                    source.remove(WarehouseTable.WORDS);
                }
                return Json.mapper().writeValueAsString(object);
            }
        } catch (JsonProcessingException e) {
            return "not JSON, and not kept since it may name somebody";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return "no object, and not kept since it may name somebody";
    }

    private static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        engine.close();
    }
}
