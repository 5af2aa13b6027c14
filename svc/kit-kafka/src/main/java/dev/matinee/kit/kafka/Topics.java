package dev.matinee.kit.kafka;

import dev.matinee.events.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes the topics a service needs, when they are not there. */
public final class Topics {
    private static final long TIMEOUT_S = 30;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration EVENT_LIFE = Duration.ofDays(30);
    private static final Duration DEAD_LETTER_LIFE = Duration.ofDays(90);

    private Topics() {}

    /**
     * Creates what is missing with the cluster's default replication, and leaves the rest alone.
     *
     * @throws KafkaException when Kafka does not answer within 30 s, or does not let us in within a minute
     */
    public static void ensure(KafkaSettings kafka, Collection<Topic> topics) {
        create(
                kafka,
                topics.stream()
                        .map(topic -> topic(topic.topicName(), topic.partitions(), EVENT_LIFE))
                        .toList());
    }

    /** Creates a group's dead-letter topics. */
    public static void ensureDeadLetters(KafkaSettings kafka, String group, Collection<Topic> topics) {
        create(
                kafka,
                topics.stream()
                        .map(topic -> topic(topic.deadLetterTopic(group), 1, DEAD_LETTER_LIFE))
                        .toList());
    }

    private static NewTopic topic(String name, int partitions, Duration life) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty())
                .configs(Map.of("retention.ms", String.valueOf(life.toMillis())));
    }

    private static void create(KafkaSettings kafka, List<NewTopic> wanted) {
        Instant deadline = Instant.now().plus(PATIENCE);
        try {
            while (!isLetIn(kafka, wanted)) {
                if (Instant.now().isAfter(deadline)) {
                    throw new KafkaException(
                            "Kafka does not know this user, or its password is another one, or it may not make "
                                    + wanted.stream().map(NewTopic::name).toList() + " (nomad-jobs/kafka/rights)");
                }
                Thread.sleep(PAUSE);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("topics cannot be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while making topics", e);
        }
    }

    /**
     * Makes what is missing; false when Kafka turned us away, which a new user is until it and its rights are entered beside
     * the broker.
     */
    private static boolean isLetIn(KafkaSettings kafka, List<NewTopic> wanted)
            throws ExecutionException, TimeoutException, InterruptedException {
        try (Admin admin = Admin.create(kafka.admin())) {
            var known = admin.listTopics().names().get(TIMEOUT_S, TimeUnit.SECONDS);
            List<NewTopic> missing = new ArrayList<>(wanted);
            missing.removeIf(topic -> known.contains(topic.name()));
            for (var made : admin.createTopics(missing).values().values()) {
                await(made);
            }
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SaslAuthenticationException || e.getCause() instanceof AuthorizationException) {
                return false;
            }
            throw e;
        }
    }

    private static void await(org.apache.kafka.common.KafkaFuture<Void> made)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            made.get(TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // Another instance was quicker; that is as good.
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
