package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.s3.S3Settings;
import dev.matinee.kit.test.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** S3 shows what the warehouse has, whatever happened to either. */
class LakeIT {
    private static final String FILE = "playback/day=2026-05-01/playback.events-0-0.parquet";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final S3Server server = S3Server.shared();
    private final String bucketName = server.newBucket("warehouse");
    private final S3Client s3 =
            settings(server.endpoint()).s3().client(SOON, SOON, limits -> limits.apiCallTimeout(SOON));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @SuppressWarnings("NullAway.Init") // begin() sets it
    private Warehouse warehouse;

    @SuppressWarnings("NullAway.Init") // begin() sets it
    private LakeBucket bucket;

    @BeforeEach
    void begin() throws IOException {
        warehouse = new Warehouse(directory);
        bucket = new LakeBucket(settings(server.endpoint()));
        write(FILE, "one");
        write("playback/day=2026-05-01/playback.events-1-0.parquet", "two");
        write("rollup/day=2026-05-01/rollup.parquet", "sums");
        write("playback/day=1970-01-01/schema.parquet", "no rows");
        write("unreadable/day=2026-05-01/page.events-0-0.parquet", "nobody's table");
    }

    @AfterEach
    void end() {
        bucket.close();
        s3.close();
    }

    @Test
    void files_areThereByTableAndDay() {
        assertThat(round()).isEqualTo(new Lake.Round(true, 3, 0));
        assertThat(there())
                .isEqualTo(Map.of(
                        FILE,
                        "one",
                        "playback/day=2026-05-01/playback.events-1-0.parquet",
                        "two",
                        "rollup/day=2026-05-01/rollup.parquet",
                        "sums"));
    }

    @Test
    void nothingNew_isNotCopiedAgain_alsoByAnotherProcess() {
        round();
        assertThat(round()).isEqualTo(new Lake.Round(true, 0, 0));
    }

    @Test
    void file_thatWasWrittenAnew_isReplaced_alsoWhenItIsAsLongAndAsOld() throws IOException {
        round();
        Path file = warehouse.table("playback").resolve("day=2026-05-01/playback.events-0-0.parquet");
        Path fresh = warehouse.toMake("fresh");
        Files.writeString(fresh, "uno");
        Files.setLastModifiedTime(fresh, Files.getLastModifiedTime(file));
        warehouse.rewrite(file, fresh);
        assertThat(round()).isEqualTo(new Lake.Round(true, 1, 0));
        assertThat(there()).containsEntry(FILE, "uno");
    }

    @Test
    void files_thatWerePutTogether_areDeletedWhenWhatReplacesThemIsThere() throws IOException {
        round();
        write("playback/day=2026-05-01/together.parquet", "one two");
        Files.delete(warehouse.table("playback").resolve("day=2026-05-01/playback.events-0-0.parquet"));
        Files.delete(warehouse.table("playback").resolve("day=2026-05-01/playback.events-1-0.parquet"));
        assertThat(round()).isEqualTo(new Lake.Round(true, 1, 2));
        assertThat(there())
                .containsOnlyKeys("playback/day=2026-05-01/together.parquet", "rollup/day=2026-05-01/rollup.parquet");
    }

    @Test
    void files_thatWerePutTogether_stayUntilWhatReplacesThemIsThere() throws IOException {
        round();
        Files.delete(warehouse.table("playback").resolve("day=2026-05-01/playback.events-0-0.parquet"));
        // Cannot be read, so it cannot be put.
        Files.createDirectories(warehouse.table("playback").resolve("day=2026-05-01/together.parquet"));
        assertThat(round().whole()).isFalse();
        assertThat(there()).containsEntry(FILE, "one");
    }

    @Test
    void bucket_thatSomebodyChanged_isSetRight() {
        round();
        s3.deleteObject(request -> request.bucket(bucketName).key(FILE));
        s3.putObject(
                request -> request.bucket(bucketName).key("rollup/day=2026-05-01/rollup.parquet"),
                RequestBody.fromString("else"));
        s3.putObject(
                request -> request.bucket(bucketName).key("rollup/day=2026-05-02/rollup.parquet"),
                RequestBody.fromString("more"));
        assertThat(round()).isEqualTo(new Lake.Round(true, 2, 1));
        assertThat(there())
                .hasSize(3)
                .containsEntry(FILE, "one")
                .containsEntry("rollup/day=2026-05-01/rollup.parquet", "sums");
    }

    @Test
    void notes_thatAreLost_costACopyOnly() throws IOException {
        round();
        try (Stream<Path> notes = Files.list(directory.resolve("lake"))) {
            for (Path each : notes.toList()) {
                Files.delete(each);
            }
        }
        assertThat(round()).isEqualTo(new Lake.Round(true, 3, 0));
    }

    @Test
    void warehouse_thatIsLost_leavesItsCopyAlone_untilSomebodySaysSo(@TempDir Path anew) {
        round();
        warehouse = new Warehouse(anew);
        warehouse.erasures().ask("mada");
        Lake lake = new Lake(settings(server.endpoint()), warehouse);
        lake.confirm(List.of("mada"));
        assertThat(lake.round(bucket)).isEqualTo(new Lake.Round(false, 0, 0));
        assertThat(there()).hasSize(3);
        assertThat(warehouse.erasures().asked()).containsExactly("mada");

        s3.deleteObject(request -> request.bucket(bucketName).key("_warehouse"));
        assertThat(lake.round(bucket)).isEqualTo(new Lake.Round(true, 0, 3));
        assertThat(there()).isEmpty();
        assertThat(warehouse.erasures().asked()).isEmpty();
    }

    @Test
    void bucketsOfOthers_areNotOurs() {
        String uploads = server.newBucket("uploads");
        assertThatThrownBy(() -> s3.listObjectsV2(request -> request.bucket(uploads)))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        refused -> assertThat(refused.statusCode()).isEqualTo(403));
    }

    @Test
    void s3_thatIsAway_confirmsNoErasure_untilItIsBack() {
        warehouse.erasures().ask("mada");
        Lake lake = new Lake(settings(server.endpoint()), warehouse);
        lake.confirm(List.of("mada"));
        try (LakeBucket nobody = new LakeBucket(settings(URI.create("http://127.0.0.1:1")))) {
            assertThat(lake.round(nobody).whole()).isFalse();
        }
        assertThat(lake.unconfirmed()).containsExactly("mada");
        assertThat(warehouse.erasures().asked()).containsExactly("mada");
        assertThat(lake.round(bucket).whole()).isTrue();
        assertThat(lake.unconfirmed()).isEmpty();
        assertThat(warehouse.erasures().asked()).isEmpty();
    }

    /** By a new process each time. */
    private Lake.Round round() {
        return new Lake(settings(server.endpoint()), warehouse).round(bucket);
    }

    private Map<String, String> there() {
        Map<String, String> there = new TreeMap<>();
        for (S3Object object :
                s3.listObjectsV2(request -> request.bucket(bucketName)).contents()) {
            if (object.key().equals("_warehouse")) {
                continue;
            }
            there.put(
                    object.key(),
                    s3.getObjectAsBytes(request -> request.bucket(bucketName).key(object.key()))
                            .asUtf8String());
        }
        return there;
    }

    private void write(String file, String content) throws IOException {
        Path path = warehouse.table(file);
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, content);
    }

    private Lake.Settings settings(URI endpoint) {
        S3Server.Identity analytics = server.of("analytics");
        return new Lake.Settings(
                new S3Settings(endpoint, server.region(), analytics.access(), analytics.secret()),
                bucketName,
                Duration.ofMillis(200));
    }
}
