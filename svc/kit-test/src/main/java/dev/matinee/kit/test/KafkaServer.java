package dev.matinee.kit.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** One Kafka node (KRaft) with share groups. Test classes share it: use topics and groups of your own. */
public final class KafkaServer extends TestServer {
    private static final Once<KafkaServer> SHARED = new Once<>(() -> started(""));

    private static final Pattern USER_LINE = Pattern.compile("(\\w+) \\{\\{ \\.\\1 }}");

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

    private static KafkaServer started(String moreSettings) {
        KafkaServer server = new KafkaServer(Tools.kafka());
        server.format(moreSettings);
        server.start();
        return server;
    }

    /** The one Kafka of this JVM, started on first use. */
    public static KafkaServer shared() {
        return SHARED.get();
    }

    /**
     * A new server with the rights of the platform's services, by the job's own settings and files: a service comes in at
     * {@link #loginBootstrap()}, its name being its password. Who comes in at {@link #bootstrap()} may do everything. The
     * caller stops it.
     */
    public static KafkaServer ofThePlatform() {
        KafkaServer server = new Once<>(() -> started(authorizer())).get();
        Path users = server.home().resolve("users");
        Tools.write(
                users,
                platformUsers().stream().map(user -> user + " " + user + "\n").collect(Collectors.joining()));
        Path admin = server.home().resolve("admin.properties");
        Tools.write(admin, "");
        Commands.run(
                server.home(),
                List.of(
                        Tools.java(),
                        "-cp",
                        server.classPath,
                        ProjectFile.of("nomad-jobs/kafka/Users.java").toString(),
                        server.bootstrap(),
                        admin.toString(),
                        users.toString(),
                        ProjectFile.of("nomad-jobs/kafka/rights").toString()));
        return server;
    }

    /** The lines of the job that say who may do what, with the tests' own user among those who may do everything. */
    private static String authorizer() {
        return lines("nomad-jobs/kafka.nomad.hcl").stream()
                .filter(line -> line.matches("(authorizer\\.|super\\.users=|allow\\.everyone\\.).*"))
                .map(line -> line.startsWith("super.users=") ? line + ";User:ANONYMOUS" : line)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The users of services whom the platform's job makes. */
    public static Set<String> platformUsers() {
        return lines("nomad-jobs/kafka.nomad.hcl").stream()
                .map(USER_LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The lines of {@code nomad-jobs/kafka/rights} that say something, in words. */
    public static List<List<String>> platformRights() {
        return lines("nomad-jobs/kafka/rights").stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> List.of(line.split(" +")))
                .toList();
    }

    private static List<String> lines(String file) {
        try (Stream<String> lines = Files.lines(ProjectFile.of(file))) {
            return lines.map(String::strip).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    /** Makes a topic of one partition unless it is there. */
    public void createTopicIfMissing(String topic) {
        try (Admin admin = admin()) {
            if (!admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(topic)) {
                createTopic(topic, 1);
            }
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

    private void format(String more) {
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
            """.formatted(port, controllerPort, home().resolve("logs"), loginPort) + more);
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
