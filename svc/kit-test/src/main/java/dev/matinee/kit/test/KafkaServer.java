package dev.matinee.kit.test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** One Kafka node (KRaft) with share groups. Test classes share it: use topics and groups of your own. */
public final class KafkaServer extends TestServer {
    private static final Once<KafkaServer> SHARED = new Once<>(() -> {
        KafkaServer server = new KafkaServer(Tools.kafka());
        server.format();
        server.start();
        return server;
    });

    private final String classPath;
    private final int port = Ports.free();
    private final int controllerPort = Ports.free();
    private final int loginPort = Ports.free();
    private final Path configuration;

    private KafkaServer(String classPath) {
        super("kafka");
        this.classPath = classPath;
        configuration = home().resolve("server.properties");
    }

    /** The one Kafka of this JVM, started on first use. */
    public static KafkaServer shared() {
        return SHARED.get();
    }

    /** {@code host:port}, for {@code bootstrap.servers}. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** The user whom {@link #loginBootstrap()} knows. */
    public static final String USER = "test";

    /** The password of {@link #USER}, with what needs quoting in it. */
    public static final String PASSWORD = "test-\\\"secret";

    /** As {@link #bootstrap()}, where only {@link #USER} is let in, by SASL/SCRAM-SHA-512. */
    public String loginBootstrap() {
        return "127.0.0.1:" + loginPort;
    }

    /** Makes a topic and waits until it is there. */
    public void createTopic(String topic, int partitions) {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("no topic " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An admin client; the caller closes it. */
    public Admin admin() {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap());
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
        return Admin.create(properties);
    }

    private void format() {
        Tools.write(configuration, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d,LOGIN://127.0.0.1:%4$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,LOGIN://127.0.0.1:%4$d
                sasl.enabled.mechanisms=SCRAM-SHA-512
                listener.name.login.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
                controller.listener.names=CONTROLLER
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_PLAINTEXT
                log.dirs=%3$s
                num.partitions=1
                default.replication.factor=1
                min.insync.replicas=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=1
                group.initial.rebalance.delay.ms=0
                group.min.session.timeout.ms=1000
                group.share.min.record.lock.duration.ms=1000
                group.share.min.heartbeat.interval.ms=500
                group.share.heartbeat.interval.ms=1000
                group.share.min.session.timeout.ms=3000
                group.share.session.timeout.ms=6000
                log.cleaner.dedupe.buffer.size=4194304
                controlled.shutdown.enable=true
                """.formatted(port, controllerPort, home().resolve("logs"), loginPort));
        Commands.run(
                home(),
                Stream.concat(
                                Stream.of(Tools.java(), "-XX:TieredStopAtLevel=1", "-cp", classPath),
                                Stream.of(
                                        "kafka.tools.StorageTool",
                                        "format",
                                        "--config",
                                        configuration.toString(),
                                        "--cluster-id",
                                        Uuid.randomUuid().toString(),
                                        "--add-scram",
                                        "SCRAM-SHA-512=[name=" + USER + ",password=" + PASSWORD + "]"))
                        .toList());
    }

    @Override
    List<String> command() {
        return List.of(
                Tools.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp",
                classPath,
                "kafka.Kafka",
                configuration.toString());
    }

    @Override
    Map<String, String> environment() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"));
    }

    @Override
    boolean answers() throws InterruptedException {
        try (Admin admin = admin()) {
            return !admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
