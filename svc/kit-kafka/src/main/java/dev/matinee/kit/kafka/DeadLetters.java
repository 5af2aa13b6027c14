package dev.matinee.kit.kafka;

import dev.matinee.events.Topic;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Records set aside because they could not be handled: the record as it was, with {@code dlt_*} headers saying why. */
public final class DeadLetters {
    private static final String PREFIX = "dlt_";
    private static final String SUFFIX = ".dlt";
    private static final String REDRIVE = "-redrive";
    private static final int MAX_CAUSE_CHARS = 2_000;
    private static final int CAUSES = 5;
    /** Seconds without a letter. */
    private static final int LONGEST_WAIT = 60;

    private static final Duration MARGIN = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final System.Logger LOG = System.getLogger(DeadLetters.class.getName());

    private DeadLetters() {}

    static void set(
            KafkaProducer<String, byte[]> producer,
            ConsumerRecord<String, byte[]> record,
            String group,
            Exception cause,
            int tries)
            throws InterruptedException {
        String topic = record.topic() + "." + group + ".dlt";
        ProducerRecord<String, byte[]> letter =
                new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers());
        String why = Stream.iterate((Throwable) cause, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES)
                .map(Throwable::toString)
                .distinct()
                .collect(Collectors.joining(", because "));
        Map<String, String> reasons = Map.of(
                "cause", why.substring(0, Math.min(why.length(), MAX_CAUSE_CHARS)),
                "tries", String.valueOf(tries),
                "topic", record.topic(),
                "partition", String.valueOf(record.partition()),
                "offset", String.valueOf(record.offset()));
        Headers headers = letter.headers();
        reasons.forEach((name, value) -> headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8)));
        send(producer, letter);
    }

    /**
     * What became of the letters.
     *
     * @param again how many went back to their topic
     * @param tooOld how many did not, because inboxes may have forgotten their events; what they say is in the log
     */
    public record Redriven(int again, int tooOld) {}

    /**
     * Sends a group's dead letters of a topic back to the topic, each under its own event id: the group that failed
     * handles it now, every other one finds the id in its inbox. Only what is there at the beginning goes back, so that a letter
     * whose cause is not mended does not go round for ever. That holds for as long as inboxes remember (35 days from
     * the event's own time, less a day for this to arrive), so an older letter is left out: who handled it would do so
     * again. Run it after the cause was mended.
     */
    public static Redriven redrive(KafkaSettings kafka, Topic topic, String group, Clock clock)
            throws InterruptedException {
        Instant oldest = clock.instant().minus(EventConsumer.REMEMBER).plus(MARGIN);
        int again = 0;
        int tooOld = 0;
        try (KafkaConsumer<String, byte[]> letters = new KafkaConsumer<>(kafka.consumer(group + REDRIVE));
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(kafka.producer())) {
            // What fails again is set aside again behind these, and waits for the next time.
            List<TopicPartition> partitions = partitions(letters, topic, group);
            Map<TopicPartition, Long> ends = letters.endOffsets(partitions);
            letters.subscribe(Set.of(topic.deadLetterTopic(group)));
            int empty = 0;
            // To join the group takes a while on a machine that has much to do; who holds every partition meanwhile
            // is another one that drives back.
            while (empty < LONGEST_WAIT && !reached(letters, ends)) {
                Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
                for (ConsumerRecord<String, byte[]> letter : letters.poll(Duration.ofSeconds(1))) {
                    TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
                    if (letter.offset() >= ends.getOrDefault(partition, 0L)) {
                        continue;
                    }
                    done.put(partition, new OffsetAndMetadata(letter.offset() + 1));
                    if (time(letter).isBefore(oldest)) {
                        tooOld++;
                        LOG.log(
                                Level.WARNING,
                                "a letter of {0} is too old to go back: {1}",
                                topic,
                                EventRecords.text(letter.headers(), "ce_id").orElse("no event"));
                        continue;
                    }
                    ProducerRecord<String, byte[]> record =
                            new ProducerRecord<>(topic.topicName(), letter.key(), letter.value());
                    for (Header header : letter.headers()) {
                        if (!header.key().startsWith(PREFIX)) {
                            record.headers().add(header);
                        }
                    }
                    send(producer, record);
                    again++;
                }
                empty = done.isEmpty() ? empty + 1 : 0;
                letters.commitSync(done);
            }
        }
        return new Redriven(again, tooOld);
    }

    private static boolean reached(KafkaConsumer<String, byte[]> letters, Map<TopicPartition, Long> ends) {
        Set<TopicPartition> ours = letters.assignment();
        return !ours.isEmpty() && ours.stream().allMatch(each -> letters.position(each) >= ends.getOrDefault(each, 0L));
    }

    /**
     * The letters of one group and topic.
     *
     * @param kept how many there are still; Kafka forgets them after 90 days
     * @param waiting how many of them were not driven back yet
     */
    public record Box(Topic topic, String group, long kept, long waiting) {}

    /**
     * The boxes that have or had letters, by topic and group.
     *
     * @throws KafkaException when Kafka does not answer within 30 s
     */
    public static List<Box> list(KafkaSettings kafka) throws InterruptedException {
        List<Box> boxes = new ArrayList<>();
        try (Admin admin = Admin.create(kafka.admin())) {
            for (String name : get(admin.listTopics().names())) {
                for (Topic topic : Topic.values()) {
                    if (name.startsWith(topic.topicName() + ".") && name.endsWith(SUFFIX)) {
                        String group = name.substring(topic.topicName().length() + 1, name.length() - SUFFIX.length());
                        boxes.add(box(admin, topic, group));
                    }
                }
            }
        }
        boxes.sort(Comparator.comparing((Box box) -> box.topic().topicName()).thenComparing(Box::group));
        return List.copyOf(boxes);
    }

    private static Box box(Admin admin, Topic topic, String group) throws InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        get(admin.describeTopics(List.of(topic.deadLetterTopic(group))).allTopicNames())
                .forEach((name, described) -> described
                        .partitions()
                        .forEach(each -> partitions.add(new TopicPartition(name, each.partition()))));
        Map<TopicPartition, Long> begins = offsets(admin, partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(admin, partitions, OffsetSpec.latest());
        Map<TopicPartition, OffsetAndMetadata> driven = redriven(admin, group);
        long kept = 0;
        long waiting = 0;
        for (TopicPartition partition : partitions) {
            long from = begins.getOrDefault(partition, 0L);
            long to = ends.getOrDefault(partition, 0L);
            OffsetAndMetadata done = driven.get(partition);
            kept += to - from;
            waiting += to - Math.max(from, done == null ? from : done.offset());
        }
        return new Box(topic, group, kept, waiting);
    }

    private static Map<TopicPartition, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, which));
        Map<TopicPartition, Long> found = new HashMap<>();
        get(admin.listOffsets(wanted).all()).forEach((partition, offset) -> found.put(partition, offset.offset()));
        return found;
    }

    private static Map<TopicPartition, OffsetAndMetadata> redriven(Admin admin, String group)
            throws InterruptedException {
        try {
            return get(admin.listConsumerGroupOffsets(group + REDRIVE).partitionsToOffsetAndMetadata());
        } catch (KafkaException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw e;
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new KafkaException(String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka does not answer", e);
        }
    }

    /**
     * One letter.
     *
     * @param eventId empty for what was no event
     * @param cause what the handler failed with
     * @param from where it was, {@code topic/partition/offset}
     * @param tries how often it was tried; 0 where that was not written down
     * @param traceId of the trace that the event belongs to; empty for none
     * @param setAside when
     * @param data as text, the first {@value #MAX_CAUSE_CHARS} characters
     */
    public record Letter(
            String eventId,
            String type,
            String key,
            String cause,
            String from,
            int tries,
            String traceId,
            Instant setAside,
            String data) {}

    /**
     * The last letters of a box, the newest first; nothing is moved by looking.
     *
     * @throws KafkaException when Kafka does not answer, or brings no further letter for 30 s
     */
    public static List<Letter> show(KafkaSettings kafka, Topic topic, String group, int limit) {
        List<Letter> letters = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(kafka.consumer(group + "-look"))) {
            List<TopicPartition> partitions = partitions(consumer, topic, group);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            partitions.forEach(each ->
                    consumer.seek(each, Math.max(begins.getOrDefault(each, 0L), ends.getOrDefault(each, 0L) - limit)));
            long heard = System.nanoTime();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                ConsumerRecords<String, byte[]> some = consumer.poll(Duration.ofSeconds(1));
                some.forEach(letter -> letters.add(letter(letter)));
                long now = System.nanoTime();
                if (!some.isEmpty()) {
                    heard = now;
                } else if (now - heard > PATIENCE.toNanos()) {
                    throw new KafkaException("Kafka does not answer");
                }
            }
        }
        letters.sort(Comparator.comparing(Letter::setAside).reversed());
        return List.copyOf(letters.subList(0, Math.min(limit, letters.size())));
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer, Topic topic, String group) {
        return consumer.partitionsFor(topic.deadLetterTopic(group)).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }

    private static Letter letter(ConsumerRecord<String, byte[]> letter) {
        Headers headers = letter.headers();
        String data = letter.value() == null ? "" : new String(letter.value(), StandardCharsets.UTF_8);
        return new Letter(
                EventRecords.text(headers, "ce_id").orElse(""),
                EventRecords.text(headers, "ce_type").orElse(""),
                letter.key() == null ? "" : letter.key(),
                EventRecords.text(headers, PREFIX + "cause").orElse(""),
                EventRecords.text(headers, PREFIX + "topic").orElse("") + "/"
                        + EventRecords.text(headers, PREFIX + "partition").orElse("") + "/"
                        + EventRecords.text(headers, PREFIX + "offset").orElse(""),
                EventRecords.text(headers, PREFIX + "tries")
                        .filter(text -> text.matches("[0-9]{1,6}"))
                        .map(Integer::parseInt)
                        .orElse(0),
                EventRecords.b3(headers).map(b3 -> b3.split("-", 2)[0]).orElse(""),
                Instant.ofEpochMilli(letter.timestamp()),
                data.substring(0, Math.min(data.length(), MAX_CAUSE_CHARS)));
    }

    /** When the event happened; the letter's own time where that cannot be read, as no inbox knows such a record. */
    private static Instant time(ConsumerRecord<String, byte[]> letter) {
        Instant set = Instant.ofEpochMilli(letter.timestamp());
        try {
            return EventRecords.text(letter.headers(), "ce_time")
                    .map(text -> OffsetDateTime.parse(text).toInstant())
                    .orElse(set);
        } catch (DateTimeParseException e) {
            return set;
        }
    }

    private static void send(KafkaProducer<String, byte[]> producer, ProducerRecord<String, byte[]> record)
            throws InterruptedException {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new KafkaException("not acknowledged", e.getCause());
        }
    }
}
