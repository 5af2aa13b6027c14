package dev.matinee.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.matinee.events.Event;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import dev.matinee.events.VideoChanged;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import dev.matinee.kit.test.SocialGraph;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.postgresql.PGConnection;

/** The packed feed on real servers, with a realistic graph put straight into its database, and a stand-in for catalog. */
final class RunningFeed implements AutoCloseable {
    /** From so many followers on a channel is read: the graph has channels on both sides. */
    static final int THRESHOLD = 20_000;

    /** Contents of each channel. */
    static final int CARDS = 20;

    /** Readers who follow 500 channels each, none of them too large to be pushed. */
    static final int READERS = 32;

    private static final int FOLLOWS = 500;
    private static final int FIRST_SMALL = 20;
    private static final Pattern ASKED = Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}");
    private static final Pattern PUSHED = Pattern.compile("(?m)^feed_pushed_total\\S* ([\\d.E]+)");

    private final SocialGraph graph = SocialGraph.realistic();
    private final PostgresServer.Database database = PostgresServer.shared().newDatabase();
    private final HttpServer catalog = standIn();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", KafkaServer.shared().bootstrap()),
            new StringSerializer(),
            new ByteArraySerializer());
    private final int port = Server.freePort();
    private final Server server;

    private RunningFeed(Lab lab) {
        server = ServicePack.unpack(lab, "feed").start(lab, "feed-" + port, environment());
        server.awaitAnswer(uri("/observe/health/ready"));
    }

    static RunningFeed start(Lab lab) {
        RunningFeed feed = new RunningFeed(lab);
        lab.say("fills the database: " + feed.graph);
        feed.fill();
        return feed;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("SERVER_HOST", "127.0.0.1");
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("DB_URL", database.url());
        environment.put("DB_USER", database.user());
        environment.put("DB_PASSWORD", database.password());
        environment.put("REDIS_URL", RedisServer.shared().url().toString());
        environment.put("REDIS_PASSWORD", RedisServer.shared().password());
        environment.put("KAFKA_BOOTSTRAP", KafkaServer.shared().bootstrap());
        environment.put("AUTH_ISSUER", TestTokens.ISSUER);
        environment.put("AUTH_JWKS", TestKeys.shared().jwks().toString());
        environment.put("AUTH_TOKENS", catalogUri() + "/token");
        environment.put("AUTH_SECRET", "secret");
        environment.put("CATALOG_URLS", catalogUri());
        environment.put("FANOUT_THRESHOLD", String.valueOf(THRESHOLD));
        return environment;
    }

    SocialGraph graph() {
        return graph;
    }

    Server server() {
        return server;
    }

    PostgresServer.Database database() {
        return database;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    URI home() {
        return uri("/api/feed/v1/home?limit=20");
    }

    static String reader(int number) {
        return "reader-" + number;
    }

    static String member(int number) {
        return "member-" + number;
    }

    static String channel(int number) {
        return new UUID(0x7000, 0x8000_0000_0000_0000L + number).toString();
    }

    static String token(String user) {
        return TestTokens.shared()
                .access(user, "viewer")
                .with("exp", Instant.now().plusSeconds(7_200))
                .sign();
    }

    /** What a member's first page of a list is. */
    String get(String path, String token) {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(uri(path))
                            .timeout(Duration.ofSeconds(60))
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new BenchException(path + " answers " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new BenchException(path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** Has the lists of these members made, by reading them. */
    void warm(Stream<String> users) {
        Semaphore atOnce = new Semaphore(8);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            users.forEach(user -> {
                atOnce.acquireUninterruptibly();
                executor.execute(() -> {
                    try {
                        get("/api/feed/v1/following?limit=1", token(user));
                    } finally {
                        atOnce.release();
                    }
                });
            });
        }
    }

    /** Publishes something in a channel, as catalog would say it. */
    String publish(int channel) {
        String id = UUID.randomUUID().toString();
        Event event = Event.now(EventType.VIDEO_PUBLISHED, "catalog", Instant.now(), video(id, channel));
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                event.type().topic().topicName(), catalogId(id, channel), EventJson.write(event.data()));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        event.id().toString(),
                        "ce_type",
                        event.type().ceType(),
                        "ce_source",
                        "/catalog",
                        "ce_time",
                        event.time().toString(),
                        "content-type",
                        "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
            return catalogId(id, channel);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } catch (ExecutionException e) {
            throw new BenchException("Kafka took no event: " + e.getMessage(), e);
        }
    }

    /** The stand-in for catalog keeps nothing, so an id tells its channel by its last digits. */
    private static String catalogId(String id, int channel) {
        return id.substring(0, 24) + String.format("%012d", channel);
    }

    private static VideoChanged video(String id, int channel) {
        Instant now = Instant.now();
        return new VideoChanged(
                catalogId(id, channel),
                channel(channel),
                "owner-" + channel,
                "A film",
                null,
                List.of(),
                null,
                null,
                null,
                "public",
                "ready",
                "v1",
                60_000L,
                2,
                now,
                now);
    }

    /** How many lists something was put into since the start. */
    double pushed() {
        Matcher count = PUSHED.matcher(get("/observe/metrics", token(reader(0))));
        return count.find() ? Double.parseDouble(count.group(1)) : 0;
    }

    /** Milliseconds until it was put into so many lists more than before. */
    double awaitPushed(double atLeast) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < Duration.ofMinutes(2).toNanos()) {
            if (pushed() >= atLeast) {
                return (System.nanoTime() - begun) / 1e6;
            }
            LockSupport.parkNanos(2_000_000);
        }
        throw new BenchException("not delivered within two minutes: " + pushed() + " of " + atLeast);
    }

    /** Milliseconds until a member's list begins with it. */
    double awaitShown(String id, String token) {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < Duration.ofMinutes(2).toNanos()) {
            if (get("/api/feed/v1/following?limit=1", token).contains(id)) {
                return (System.nanoTime() - begun) / 1e6;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new BenchException("not shown within two minutes");
    }

    private void fill() {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO walk (part, done)
                    SELECT unnest(ARRAY['documents', 'mute', 'block', 'follow', 'like', 'watch']), true
                    ON CONFLICT (part) DO UPDATE SET done = true
                    """);
            statement.execute(
                    "INSERT INTO channel (id, owner, handle, name, revision) SELECT ('00000000-0000-7000-8000-' ||"
                            + " lpad(to_hex(n), 12, '0'))::uuid, 'owner-' || n, 'channel-' || n, 'Channel ' || n, 1"
                            + " FROM generate_series(0, " + (graph.channels() - 1) + ") n");
            statement.execute("""
                    INSERT INTO card (id, kind, channel_id, state, revision, title, duration_ms, poster, published_at)
                    SELECT gen_random_uuid(), 'video', h.id, 'public', 1, 'A film of some length ' || n, 60000,
                        '/media/v/' || gen_random_uuid() || '/ver1/poster.jpg', now() - random() * interval '30 days'
                    FROM channel h, generate_series(1, %d) n
                    """.formatted(CARDS));
            copy(connection, "follow (user_id, channel_id, active, changed_at)", follows());
            statement.execute("INSERT INTO member SELECT DISTINCT user_id, now() FROM follow");
            statement.execute("INSERT INTO audience (channel_id, followers, pulled, told) SELECT channel_id, count(*),"
                    + " count(*) >= " + THRESHOLD + ", true FROM follow GROUP BY channel_id");
            statement.execute("ANALYZE");
        } catch (SQLException | IOException e) {
            throw new BenchException("the database could not be filled: " + e.getMessage(), e);
        }
    }

    private Stream<String> follows() {
        Stream<String> ofGraph = IntStream.range(0, graph.channels())
                .boxed()
                .flatMap(channel ->
                        graph.followers(channel).mapToObj(member -> member(member) + "\t" + channel(channel)));
        int step = (graph.channels() - FIRST_SMALL) / FOLLOWS;
        Stream<String> ofReaders = IntStream.range(0, READERS)
                .boxed()
                .flatMap(reader -> IntStream.range(0, FOLLOWS)
                        .mapToObj(i -> reader(reader) + "\t" + channel(FIRST_SMALL + i * step + reader % step)));
        return Stream.concat(ofGraph, ofReaders).map(pair -> pair + "\tt\t2026-01-01T00:00:00Z\n");
    }

    private static void copy(Connection connection, String table, Stream<String> lines)
            throws SQLException, IOException {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN", new StringReader(lines.collect(Collectors.joining())));
    }

    private String catalogUri() {
        return "http://127.0.0.1:" + catalog.getAddress().getPort();
    }

    private static HttpServer standIn() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext(
                    "/token", exchange -> answer(exchange, "{\"access_token\":\"t\",\"expires_in\":7200}"));
            server.createContext("/internal/catalog/documents", exchange -> {
                String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                answer(
                        exchange,
                        ASKED.matcher(asked)
                                .results()
                                .map(id -> document(id.group()))
                                .collect(Collectors.joining(",", "{\"data\":[", "],\"rest\":[]}")));
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new BenchException("no stand-in for catalog: " + e.getMessage(), e);
        }
    }

    private static String document(String id) {
        int channel = Integer.parseInt(id.substring(24));
        return """
                {"kind":"video","id":"%s","revision":2,"visible":true,"owner":"owner-%d",
                 "channel":{"id":"%s","handle":"channel-%d","name":"Channel %d","revision":1},"title":"A film",
                 "visibility":"public","state":"ready","duration_ms":60000,"published_at":"%s"}
                """.formatted(id, channel, channel(channel), channel, channel, Instant.now());
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.close();
        producer.close(Duration.ofSeconds(5));
        catalog.stop(0);
    }
}
