package dev.matinee.kit.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How to reach Kafka.
 *
 * @param bootstrap {@code host:port,…}
 * @param client names this process in Kafka's metrics and logs
 * @param login who we are to Kafka; empty where it asks nobody
 */
public record KafkaSettings(String bootstrap, String client, Optional<Login> login) {
    private static final String SCRAM = "SCRAM-SHA-512";
    private static final String PLAIN = "PLAIN";

    /** For a Kafka that asks nobody who they are. */
    public KafkaSettings(String bootstrap, String client) {
        this(bootstrap, client, Optional.empty());
    }

    /** A user of Kafka and its password, which is proved and never sent (SASL/SCRAM-SHA-512, RFC 5802 and 7677). */
    public record Login(String user, String password, String mechanism) {
        public Login(String user, String password) {
            this(user, password, SCRAM);
        }

        /** The brokers' own user, who may do all; it says its password, so for use inside of the cluster's network only. */
        public static Login ofTheCluster(String user, String password) {
            return new Login(user, password, PLAIN);
        }

        private String jaas() {
            Class<?> module = mechanism.equals(PLAIN) ? PlainLoginModule.class : ScramLoginModule.class;
            return module.getName() + " required username=\"" + quoted(user) + "\" password=\"" + quoted(password)
                    + "\";";
        }

        private static String quoted(String text) {
            return text.replace("\\", "\\\\").replace("\"", "\\\"");
        }

        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    /** A producer that loses nothing and keeps a key's order: acknowledged by all in-sync replicas, idempotent. */
    public Properties producer() {
        return with(Map.of(
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
                ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd",
                ProducerConfig.LINGER_MS_CONFIG, "2",
                ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000",
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000",
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName(),
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName()));
    }

    /** A consumer of a group that starts at the oldest record and commits by hand, after the effect. */
    public Properties consumer(String group) {
        return with(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG, group,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "100",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                // A member that was killed keeps its partitions this long.
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, "10000",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName(),
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName()));
    }

    /** An admin client, and the base of the others. */
    public Properties admin() {
        return with(Map.of());
    }

    private Properties with(Map<String, String> more) {
        Properties all = new Properties();
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        all.put(CommonClientConfigs.CLIENT_ID_CONFIG, client);
        all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, "2000");
        login.ifPresent(who -> {
            all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_PLAINTEXT");
            all.put(SaslConfigs.SASL_MECHANISM, who.mechanism());
            all.put(SaslConfigs.SASL_JAAS_CONFIG, who.jaas());
        });
        all.putAll(more);
        return all;
    }
}
