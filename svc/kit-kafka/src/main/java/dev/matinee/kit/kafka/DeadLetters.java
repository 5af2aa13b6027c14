package dev.matinee.kit.kafka;

import dev.matinee.events.Topic;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Records set aside because they could not be handled: the record as it was, with {@code dlt_*} headers saying why. */
public final class DeadLetters {
    private static final String PREFIX = "dlt_";
    private static final int MAX_CAUSE_CHARS = 2_000;
    private static final Duration MARGIN = Duration.ofDays(1);
    private static final System.Logger LOG = System.getLogger(DeadLetters.class.getName());

    private DeadLetters() {}

    static void set(
            KafkaProducer<String, byte[]> producer,
            ConsumerRecord<String, byte[]> record,
            String group,
            Exception cause)
            throws InterruptedException {
        String topic = record.topic() + "." + group + ".dlt";
        ProducerRecord<String, byte[]> letter =
                new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers());
        String why = cause.toString();
        Map<String, String> reasons = Map.of(
                "cause", why.substring(0, Math.min(why.length(), MAX_CAUSE_CHARS)),
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
     * handles it now, every other one finds the id in its inbox. That holds for as long as inboxes remember (35 days from
     * the event's own time, less a day for this to arrive), so an older letter is left out: who handled it would do so
     * again. Run it after the cause was mended.
     */
    public static Redriven redrive(KafkaSettings kafka, Topic topic, String group, Clock clock)
            throws InterruptedException {
        Instant oldest = clock.instant().minus(EventConsumer.REMEMBER).plus(MARGIN);
        int again = 0;
        int tooOld = 0;
        try (KafkaConsumer<String, byte[]> letters = new KafkaConsumer<>(kafka.consumer(group + "-redrive"));
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(kafka.producer())) {
            letters.subscribe(Set.of(topic.deadLetterTopic(group)));
            int empty = 0;
            while (empty < 5) {
                ConsumerRecords<String, byte[]> batch = letters.poll(Duration.ofSeconds(1));
                empty = batch.isEmpty() ? empty + 1 : 0;
                for (ConsumerRecord<String, byte[]> letter : batch) {
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
                letters.commitSync();
            }
        }
        return new Redriven(again, tooOld);
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
