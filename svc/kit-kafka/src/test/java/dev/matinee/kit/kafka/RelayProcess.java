package dev.matinee.kit.kafka;

import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A relay in a process of its own, which a test can freeze; it ends when the test's process does. */
final class RelayProcess {
    private RelayProcess() {}

    static Process start(PostgresServer.Database where) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RelayProcess.class.getName(),
                        where.url(),
                        where.user(),
                        where.password(),
                        KafkaServer.shared().bootstrap())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "relay-process.log").toFile())
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        Database database = Database.open(new DatabaseSettings(arguments[0], arguments[1], arguments[2], 2));
        OutboxRelay.start("test", database, new KafkaSettings(arguments[3], "frozen"), Duration.ofSeconds(3));
        while (System.in.read() >= 0) {
            // Nothing is ever written: its end is the parent's.
        }
        System.exit(0);
    }
}
