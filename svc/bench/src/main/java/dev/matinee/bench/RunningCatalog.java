package dev.matinee.bench;

import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packed catalog on real servers, with public videos that were put straight into its database. */
final class RunningCatalog implements AutoCloseable {
    private static final String FILMS = """
            WITH one AS (
                INSERT INTO channel (id, owner, handle, name, revision, created_at, updated_at)
                VALUES (gen_random_uuid(), gen_random_uuid()::text, 'bench-' || gen_random_uuid(), 'Bench', 1, now(), now())
                RETURNING id, owner
            )
            INSERT INTO video (id, channel_id, owner, title, description, tags, visibility, state, media, access_epoch,
                published, published_at, revision, created_at, updated_at)
            SELECT gen_random_uuid(), one.id, one.owner, named.title, repeat('What it is about. ', 20),
                ARRAY['animation', 'open movie'], 'public', 'ready',
                '{"version":"ver1","duration_ms":30000,"width":1920,"height":1080,"frame_rate":24.0,"has_audio":true,'
                    || '"posters":["poster.jpg"],"storyboard":true,"size_bytes":5000000,"renditions":[{"name":"720p",'
                    || '"width":1280,"height":720,"bandwidth":3000000,"average_bandwidth":2500000,'
                    || '"codecs":"avc1.64001f,mp4a.40.2"}]}',
                1, true, now(), 1, now(), now()
            FROM one, unnest(?) AS named (title)
            RETURNING id
            """;

    private final PostgresServer.Database database;
    private final Server server;
    private final int port;

    private RunningCatalog(PostgresServer.Database database, Server server, int port) {
        this.database = database;
        this.server = server;
        this.port = port;
    }

    static RunningCatalog start(Lab lab, PostgresServer postgres, Map<String, String> more) {
        PostgresServer.Database database = postgres.newDatabase();
        int port = Server.freePort();
        Map<String, String> environment = environment(database, port);
        environment.putAll(more);
        Server server = ServicePack.unpack(lab, "catalog").start(lab, "catalog-" + port, environment);
        RunningCatalog catalog = new RunningCatalog(database, server, port);
        server.awaitAnswer(catalog.uri("/observe/health/ready"));
        return catalog;
    }

    static Map<String, String> environment(PostgresServer.Database database, int port) {
        return new HashMap<>(Map.of(
                "SERVER_HOST", "127.0.0.1",
                "SERVER_PORT", String.valueOf(port),
                "DB_URL", database.url(),
                "DB_USER", database.user(),
                "DB_PASSWORD", database.password(),
                "REDIS_URL", RedisServer.shared().url().toString(),
                "REDIS_PASSWORD", RedisServer.shared().password(),
                "KAFKA_BOOTSTRAP", KafkaServer.shared().bootstrap(),
                "AUTH_JWKS", TestKeys.shared().jwks().toString(),
                "CDN_KEYS", "k1:" + Base64.getEncoder().encodeToString(new byte[32])));
    }

    Server server() {
        return server;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    URI video(String id) {
        return uri("/api/catalog/v1/videos/" + id);
    }

    PostgresServer.Database database() {
        return database;
    }

    /** A token of a creator, good for as long as a row takes. */
    static String creator() {
        return TestTokens.shared()
                .access("00000000-0000-4000-8000-000000000001", "viewer", "creator")
                .with("exp", java.time.Instant.now().plusSeconds(3_600))
                .sign();
    }

    /** Ids of so many new public videos. */
    List<String> films(int count) {
        return films(Collections.nCopies(count, "A film to be read often"));
    }

    /** Ids of new public videos with these titles. */
    List<String> films(List<String> titles) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(FILMS)) {
            statement.setArray(1, connection.createArrayOf("text", titles.toArray()));
            List<String> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        } catch (SQLException e) {
            throw new BenchException("no videos could be made: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
