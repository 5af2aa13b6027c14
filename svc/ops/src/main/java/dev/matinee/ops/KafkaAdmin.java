package dev.matinee.ops;

import dev.matinee.kit.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The connection to Kafka's administration, each of whose answers has its time. */
final class KafkaAdmin implements AutoCloseable {
    private final Admin admin;
    private final Duration timeout;

    KafkaAdmin(KafkaSettings kafka, Duration timeout) {
        Properties properties = kafka.admin();
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(timeout.toMillis()));
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(timeout.toMillis()));
        // It would begin anew many times a second, and say so, for as long as Kafka is away; who moved is told by a
        // restart.
        properties.put(AdminClientConfig.METADATA_RECOVERY_STRATEGY_CONFIG, MetadataRecoveryStrategy.NONE.name);
        this.admin = Admin.create(properties);
        this.timeout = timeout;
    }

    <T> T ask(Function<Admin, KafkaFuture<T>> question) throws AwayException {
        try {
            return wait(question.apply(admin));
        } catch (ExecutionException e) {
            throw new AwayException(Source.KAFKA, "kafka does not answer.", e.getCause() == null ? e : e.getCause());
        }
    }

    /** Whether there is such a topic, among those that ops may see. */
    boolean has(String topic) throws AwayException {
        try {
            return !wait(admin.describeTopics(List.of(topic)).allTopicNames()).isEmpty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof TopicAuthorizationException
                    || e.getCause() instanceof InvalidTopicException) {
                return false;
            }
            throw new AwayException(Source.KAFKA, "kafka does not answer.", e);
        }
    }

    private <T> T wait(KafkaFuture<T> future) throws AwayException, ExecutionException {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AwayException(Source.KAFKA, "kafka did not answer in time.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwayException(Source.KAFKA, "kafka did not answer in time.", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
