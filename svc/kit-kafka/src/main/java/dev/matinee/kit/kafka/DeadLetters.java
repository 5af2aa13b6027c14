package dev.matinee.kit.kafka;

import dev.matinee.events.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
     * Sends a group's dead letters of a topic back to the topic, each under its own event id: the group that failed
     * handles it now, every other one finds the id in its inbox. Run it after the cause was mended.
     *
     * @return how many went back
     */
    public static int redrive(KafkaSettings kafka, Topic topic, String group) throws InterruptedException {
        int count = 0;
        try (KafkaConsumer<String, byte[]> letters = new KafkaConsumer<>(kafka.consumer(group + "-redrive"));
                KafkaProducer<String, byte[]> producer = new KafkaProducer<>(kafka.producer())) {
            letters.subscribe(Set.of(topic.deadLetterTopic(group)));
            int empty = 0;
            while (empty < 5) {
                ConsumerRecords<String, byte[]> batch = letters.poll(Duration.ofSeconds(1));
                empty = batch.isEmpty() ? empty + 1 : 0;
                for (ConsumerRecord<String, byte[]> letter : batch) {
                    ProducerRecord<String, byte[]> again =
                            new ProducerRecord<>(topic.topicName(), letter.key(), letter.value());
                    for (Header header : letter.headers()) {
                        if (!header.key().startsWith(PREFIX)) {
                            again.headers().add(header);
                        }
                    }
                    send(producer, again);
                    count++;
                }
                letters.commitSync();
            }
        }
        return count;
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
