package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.s3.S3Settings;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Backups of PostgreSQL and S3 as the platform's jobs run them, while somebody writes into both. */
class BackupIT {
    private static final PostgresServer POSTGRES =
            PostgresServer.ofThePlatform(Map.of("catalog", "catalog", "encoder", "encoder", "backup", "backup"));
    private static final S3Server S3 = S3Server.ofThePlatform();
    private static final List<String> BUCKETS = List.of("uploads", "media");
    private static final String TEXT = "what is in it: ";

    @TempDir
    private Path place;

    private final Console console =
            new Console(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false);

    @BeforeAll
    static void tables() throws Exception {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(3));
        try (var catalog = POSTGRES.database("catalog", "catalog").connect();
                var encoder = POSTGRES.database("encoder", "encoder").connect()) {
            catalog.createStatement().execute("CREATE TABLE thing (id uuid PRIMARY KEY)");
            encoder.createStatement().execute("""
                    CREATE TABLE versions (
                        version text, content_id text, photo_id text NOT NULL DEFAULT '', state text,
                        created_at timestamptz DEFAULT now())
                    """);
        }
    }

    @AfterAll
    static void stop() {
        POSTGRES.stop();
        S3.stop();
    }

    private BackupFolder folder() {
        return new BackupFolder(place.resolve("backups"));
    }

    private BackupManifest backup(boolean logOnly) {
        var address = URI.create(POSTGRES.database("postgres", "backup").url().replace("jdbc:postgresql", "http"));
        try (var database = DatabaseCopy.open(address.getAuthority(), "backup")) {
            return new Backup(folder(), database, Map.of("uploads", s3("upload"), "media", s3("encoder")), console)
                    .make(logOnly, "{}".getBytes(StandardCharsets.UTF_8), false);
        }
    }

    private static S3Client s3(String service) {
        var identity = S3.of(service);
        return new S3Settings(S3.endpoint(), S3.region(), identity.access(), identity.secret())
                .client(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        limits -> limits.apiCallTimeout(Duration.ofMinutes(1)));
    }

    private Restoration restoration() {
        var scripts = Path.of("../../nomad-jobs/seaweedfs").toAbsolutePath().normalize();
        return new Restoration(
                folder(),
                new Restoration.Programs(
                        PostgresServer.installation().resolve("bin/postgres"),
                        Checkout.parent(S3Server.program()),
                        scripts),
                console);
    }

    /** Writes an object, then the row that names it, from several threads, until it is closed. */
    private static final class Writers implements AutoCloseable {
        private final Set<UUID> begun = ConcurrentHashMap.newKeySet();
        private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();
        private final Set<String> failures = ConcurrentHashMap.newKeySet();

        Writers() {
            for (var i = 0; i < 3; i++) {
                threads.add(Thread.ofVirtual().start(this::write));
            }
        }

        private void write() {
            try (var connection = POSTGRES.database("catalog", "catalog").connect();
                    var s3 = s3("encoder")) {
                while (!ended.get()) {
                    var id = UUID.randomUUID();
                    s3.putObject(
                            request -> request.bucket("media").key("v/" + id).contentType("text/x-thing"),
                            RequestBody.fromString(TEXT + id));
                    begun.add(id);
                    connection.createStatement().execute("INSERT INTO thing VALUES ('" + id + "')");
                    acknowledged.add(id);
                }
            } catch (Exception e) {
                failures.add(e.toString());
            }
        }

        Set<UUID> acknowledged() {
            return Set.copyOf(acknowledged);
        }

        Set<UUID> begun() {
            return Set.copyOf(begun);
        }

        /** Waits until so many more rows are there. */
        void more(int rows) {
            var wanted = acknowledged.size() + rows;
            Awaitility.await().failFast(() -> !failures.isEmpty()).until(() -> acknowledged.size() >= wanted);
        }

        @Override
        public void close() {
            ended.set(true);
            Awaitility.await().until(() -> threads.stream().noneMatch(Thread::isAlive));
            assertThat(failures).isEmpty();
        }
    }

    private static Instant clock() throws Exception {
        try (var connection = POSTGRES.database("catalog", "catalog").connect();
                var rows = connection.createStatement().executeQuery("SELECT clock_timestamp()")) {
            rows.next();
            return rows.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private static Set<UUID> things(Connection catalog) throws Exception {
        try (var rows = catalog.createStatement().executeQuery("SELECT id FROM thing")) {
            var all = new HashSet<UUID>();
            while (rows.next()) {
                all.add(rows.getObject(1, UUID.class));
            }
            return all;
        }
    }

    private static void into(Restoration restoration, Path target, RestorePlan plan) {
        try {
            restoration.into(target, plan, BUCKETS);
        } catch (CliError e) {
            throw new AssertionError(e.getMessage() + "\n" + e.tail(), e);
        }
    }

    /** Restores, and gives the rows that are there, after a look whether each has its object. */
    private Set<UUID> restored(String name, RestorePlan plan) throws Exception {
        var target = place.resolve(name);
        var restoration = restoration();
        into(restoration, target, plan);
        var port = State.anyFreePort();
        try (var server = restoration
                        .recovery()
                        .running(Restoration.cluster(target), target.resolve("postgresql.log"), port);
                var store = restoration.store(target, BUCKETS);
                var catalog = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/catalog", "postgres", "postgres-test")) {
            assertThat(server.log()).exists();
            var there = things(catalog);
            for (var id : there) {
                var object = store.s3()
                        .getObjectAsBytes(request -> request.bucket("media").key("v/" + id));
                assertThat(object.asUtf8String()).isEqualTo(TEXT + id);
                assertThat(object.response().contentType()).isEqualTo("text/x-thing");
            }
            return there;
        }
    }

    @Test
    void restore_underWrites_hasAllBeforeTheMomentAndNothingAfter() throws Exception {
        Set<UUID> before;
        Set<UUID> begun;
        Set<UUID> beforeLog;
        Instant moment;
        BackupManifest whole;
        try (var writers = new Writers()) {
            writers.more(50);
            var beforeWhole = writers.acknowledged();
            whole = backup(false);
            assertThat(whole.full()).isTrue();
            writers.more(50);
            before = writers.acknowledged();
            moment = clock();
            begun = writers.begun();
            writers.more(50);
            beforeLog = writers.acknowledged();
            var log = backup(true);
            assertThat(log.full()).isFalse();
            assertThat(log.follows()).contains(whole.id());
            assertThat(before).containsAll(beforeWhole);
            writers.more(20);
        }
        var all = folder().list();
        assertThat(all).hasSize(2);

        var atMoment = restored("moment", RestorePlan.of(all, Optional.empty(), Optional.of(moment)));
        assertThat(atMoment).containsAll(before);
        // What was begun before the moment and not acknowledged may be there or not.
        assertThat(begun).containsAll(atMoment);

        var newest = place.resolve("newest");
        restoration().recovery().into(newest, RestorePlan.of(all, Optional.empty(), Optional.empty()));
        var port = State.anyFreePort();
        try (var server = restoration().recovery().running(newest, place.resolve("newest.log"), port);
                var catalog = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/catalog", "postgres", "postgres-test")) {
            assertThat(server.log()).exists();
            assertThat(things(catalog)).containsAll(beforeLog);
        }

        assertThatThrownBy(() -> RestorePlan.of(all, Optional.empty(), Optional.of(clock())))
                .hasMessageContaining("./matinee backup --log");
    }

    @Test
    void make_cutByAnOutage_leavesNoBackupAndGoesOn() throws Exception {
        try (var writers = new Writers()) {
            writers.more(20);
        }
        S3.stop();
        assertThatThrownBy(() -> backup(false))
                .isInstanceOf(CliError.class)
                .hasMessageContaining("./matinee backup goes on from there");
        assertThat(folder().list()).isEmpty();
        S3.start();
        var first = backup(false);
        var second = backup(false);
        assertThat(folder().list()).containsExactly(first, second);
        assertThat(second.follows()).contains(first.id());
        assertThat(folder().objects(second)).isEqualTo(folder().objects(first));

        assertThat(folder().keepNewest(1)).isEqualTo(1);
        assertThat(folder().list()).containsExactly(second);
        try (var objects = Files.walk(folder().root().resolve("pool"))) {
            assertThat(objects.filter(Files::isRegularFile).count())
                    .isEqualTo(folder().objects(second).stream()
                            .map(StoredObject::sha256)
                            .distinct()
                            .count());
        }
    }

    @Test
    void verify_filmOfTheBackup_playsAndItsLossIsSeen() throws Exception {
        var content = UUID.randomUUID();
        var film = Files.createDirectories(place.resolve("film"));
        Exec.of(
                        ("ffmpeg -nostdin -v error -f lavfi -i testsrc=s=64x36:d=4 -pix_fmt yuv420p -c:v libx264 -b:v 100k -g 25"
                                        + " -hls_time 1 -hls_playlist_type vod -master_pl_name master.m3u8 low.m3u8")
                                .split(" ", -1))
                .in(film)
                .logged(place.resolve("ffmpeg.log"), "no film");
        var prefix = "v/" + content + "/one/";
        try (var s3 = s3("encoder");
                var encoder = POSTGRES.database("encoder", "encoder").connect()) {
            for (var file : Checkout.list(film)) {
                s3.putObject(
                        request -> request.bucket("media").key(prefix + file.getFileName()),
                        RequestBody.fromFile(file));
            }
            encoder.createStatement()
                    .execute("INSERT INTO versions (version, content_id, state) VALUES ('one', '" + content
                            + "', 'published'), ('two', '" + content + "', 'writing')");
        }
        backup(false);
        var plan = RestorePlan.of(folder().list(), Optional.empty(), Optional.empty());
        var target = place.resolve("verify");
        var restoration = restoration();
        into(restoration, target, plan);
        var port = State.anyFreePort();
        try (var server = restoration
                        .recovery()
                        .running(Restoration.cluster(target), target.resolve("postgresql.log"), port);
                var store = restoration.store(target, BUCKETS);
                var encoder = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/encoder", "postgres", "postgres-test")) {
            assertThat(server.log()).exists();
            var films = new RestoredFilms(
                    store.s3(), store.endpoint(), Exec.onPath("ffmpeg").orElseThrow());
            var seen = films.look(encoder);
            assertThat(seen.missing()).isEmpty();
            assertThat(seen.films()).isEqualTo(1);
            assertThat(seen.played()).contains(prefix);

            store.s3().deleteObject(request -> request.bucket("media").key(prefix + "low1.ts"));
            assertThat(films.look(encoder).missing()).containsExactly(prefix + "low1.ts");
        }
    }
}
