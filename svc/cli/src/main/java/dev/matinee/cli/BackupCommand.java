package dev.matinee.cli;

import dev.matinee.kit.s3.S3Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.s3.S3Client;

@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description =
                "Saves all databases (Keycloak's users and realm among them), the buckets and the jobs' secrets while"
                        + " everything runs.",
        footer = {
            "",
            "Run again after a cut, it goes on with what was not copied yet. With --log only what was written since is saved,",
            "so that ./matinee restore --at can bring back any moment between: cheap enough for every few minutes.",
            "What is in the folder opens every door of this installation; keep it as you keep the passwords."
        },
        subcommands = {BackupCommand.ListCommand.class, BackupCommand.VerifyCommand.class})
final class BackupCommand implements Runnable {
    /** Who may list and read each bucket: the same that write it. */
    private static final Map<String, String> OWNERS = Map.of(
            "uploads",
            "upload",
            "media",
            "encoder",
            "web",
            "release",
            "artifacts",
            "release",
            "warehouse",
            "analytics");

    /** Where backups are. */
    static final class Where {
        @Option(
                names = {"--to", "--from"},
                paramLabel = "DIR",
                description =
                        "The folder of backups; .matinee-backups in the checkout, unless told: better another disk.")
        private Optional<Path> folder = Optional.empty();

        BackupFolder of(Checkout checkout) {
            return new BackupFolder(folder.map(Path::toAbsolutePath)
                    .orElseGet(() -> checkout.root().resolve(".matinee-backups")));
        }
    }

    /** What opens and closes the secrets. */
    static final class Passphrase {
        @Option(
                names = "--passphrase-file",
                paramLabel = "FILE",
                description =
                        "Whose first line the secrets are encrypted with; without, only their file's mode protects them.")
        private Optional<Path> file = Optional.empty();

        Optional<char[]> read() {
            return file.map(Secrecy::passphrase);
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private Where where;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private Passphrase passphrase;

    @Option(names = "--log", description = "Only PostgreSQL's log since the last backup, and the objects that are new.")
    private boolean logOnly;

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "7",
            description = "How many whole backups stay; older ones go once this one is there. 7, unless told.")
    private int keep;

    @Override
    public void run() {
        if (keep < 1 || keep > 1000) {
            throw new ParameterException(spec.commandLine(), "--keep is from 1 to 1000");
        }
        var checkout = Checkout.current();
        var secrets = Stack.savedSecrets(checkout);
        var key = passphrase.read();
        var folder = where.of(checkout);
        var plain = Json.pretty(secrets).getBytes(StandardCharsets.UTF_8);
        try (var console = Console.standard()) {
            folder.alone(() -> {
                console.title("Backup into " + checkout.shown(folder.root()));
                try (var database = DatabaseCopy.open(address("postgresql"), secrets.getOrDefault("db_backup", ""))) {
                    var made = new Backup(folder, database, buckets(secrets), console)
                            .make(
                                    logOnly,
                                    key.map(it -> Secrecy.seal(plain, it)).orElse(plain),
                                    key.isPresent());
                    var gone = folder.keepNewest(keep);
                    console.title("All until " + made.point() + " is in " + made.id()
                            + (gone == 0 ? "" : "; " + gone + " older are gone"));
                    if (key.isEmpty()) {
                        console.warn("its secrets lie in it readable by you alone; --passphrase-file encrypts them");
                    }
                    return made;
                }
            });
        }
    }

    static String address(String service) {
        return Health.of(service)
                .passing()
                .orElseThrow(() -> CliError.unhealthy(service + " does not run; start with: ./matinee up"));
    }

    private static Map<String, S3Client> buckets(Map<String, String> secrets) {
        var endpoint = URI.create("http://" + address("seaweedfs"));
        var clients = new HashMap<String, S3Client>();
        OWNERS.forEach((bucket, owner) -> clients.put(
                bucket,
                new S3Settings(endpoint, "us-east-1", owner, secrets.getOrDefault("s3_" + owner, ""))
                        .client(
                                Duration.ofSeconds(5),
                                Duration.ofMinutes(1),
                                limits -> limits.apiCallTimeout(Duration.ofHours(1)))));
        return clients;
    }

    static List<String> bucketNames() {
        return OWNERS.keySet().stream().sorted().toList();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The backups that are whole.")
    static final class ListCommand implements Runnable {
        @Mixin
        @SuppressWarnings("NullAway.Init") // set by picocli before run
        private Where where;

        @Option(names = "--json", description = "Their manifests as JSON on standard output.")
        private boolean json;

        @Override
        public void run() {
            var all = where.of(Checkout.current()).list();
            if (json) {
                System.out.println(
                        Json.pretty(all.stream().map(BackupManifest::toJson).toList()));
                return;
            }
            var rows = all.stream()
                    .map(it -> List.of(
                            it.id(),
                            it.full() ? "whole" : "log",
                            it.point().toString(),
                            it.follows().orElse("-")))
                    .toList();
            System.out.print(new Table(List.of("BACKUP", "KIND", "ALL UNTIL", "GOES ON FROM"), rows).text());
        }
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Brings a backup back into a scratch folder, looks whether all that was published is there, and"
                            + " plays a film from it. What runs is not touched.")
    static final class VerifyCommand implements Runnable {
        @Parameters(arity = "0..1", paramLabel = "BACKUP", description = "Which; the newest, unless told.")
        private Optional<String> id = Optional.empty();

        @Option(names = "--at", paramLabel = "TIME", description = "A moment instead, as 2026-11-23T16:20:00Z.")
        private Optional<Instant> at = Optional.empty();

        @Mixin
        @SuppressWarnings("NullAway.Init") // set by picocli before run
        private Where where;

        @Mixin
        @SuppressWarnings("NullAway.Init") // set by picocli before run
        private Passphrase passphrase;

        @Override
        public void run() {
            var checkout = Checkout.current();
            var folder = where.of(checkout);
            var plan = RestorePlan.of(folder.list(), id, at);
            var place = checkout.run().resolve("verify");
            try (var console = Console.standard()) {
                console.title("Verifying " + plan.objects().getLast().id());
                var ffmpeg = Exec.onPath("ffmpeg")
                        .orElseThrow(() -> CliError.machine("ffmpeg is missing; ./matinee tools has it"));
                folder.alone(() -> {
                    Restoration.clear(place);
                    var secrets = RestoreCommand.secrets(folder, plan, passphrase.read());
                    var restoration = new Restoration(folder, Restoration.Programs.of(checkout, console), console);
                    restoration.into(place, plan, bucketNames());
                    var seen = console.during(
                            "films",
                            () -> look(restoration, place, secrets, ffmpeg),
                            it -> "%d films and %d photos with %d files; played: %s"
                                    .formatted(
                                            it.films(),
                                            it.photos(),
                                            it.files(),
                                            it.played().orElse("none")));
                    if (!seen.missing().isEmpty()) {
                        throw CliError.failed(seen.missing().size()
                                + " files that were published are not in the backup: "
                                + String.join(
                                        ", ", seen.missing().stream().limit(10).toList()));
                    }
                    Restoration.clear(place);
                    return seen;
                });
                console.title("The backup is good");
            }
        }

        private static RestoredFilms.Seen look(
                Restoration restoration, Path place, Map<String, String> secrets, Path ffmpeg) {
            var port = State.anyFreePort();
            try (var database = restoration
                            .recovery()
                            .running(Restoration.cluster(place), place.resolve("postgresql.log"), port);
                    var store = restoration.store(place, bucketNames())) {
                try (var encoder = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/encoder?connectTimeout=10&socketTimeout=120",
                        "postgres",
                        secrets.getOrDefault("db_superuser", ""))) {
                    return new RestoredFilms(store.s3(), store.endpoint(), ffmpeg).look(encoder);
                } catch (SQLException e) {
                    throw CliError.failed("the restored PostgreSQL lets nobody in with the backup's secrets: "
                                    + e.getMessage())
                            .withLog(database.log());
                }
            }
        }
    }
}
