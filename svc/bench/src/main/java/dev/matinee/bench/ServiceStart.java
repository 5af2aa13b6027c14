package dev.matinee.bench;

import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** From the start of the process until it is ready, and what it holds in memory then. */
final class ServiceStart {
    static final Row ROW =
            new Row("start", "catalog: time to ready and memory beside a Spring Boot hello", ServiceStart::measure);

    private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);

    private ServiceStart() {}

    /** What each start took, in order. */
    private record Held(List<Double> memory, List<Double> cpuSeconds) {
        static Held nothing() {
            return new Held(new ArrayList<>(), new ArrayList<>());
        }
    }

    private static List<Finding> measure(Lab lab) {
        Path spring = spring(lab);
        ServicePack pack = ServicePack.unpack(lab, "catalog");
        PostgresServer.Database ourDatabase = PostgresServer.shared().newDatabase();
        PostgresServer.Database springDatabase = PostgresServer.shared().newDatabase();
        Held ourHeld = Held.nothing();
        Held springHeld = Held.nothing();
        // The first start of each migrates its database and, of ours, may leave a cache for the next; neither is read.
        ours(lab, pack, ourDatabase, Held.nothing());
        spring(lab, spring, springDatabase, Held.nothing());
        Pairs times = Pairs.take(
                lab.pairs(),
                () -> ours(lab, pack, ourDatabase, ourHeld),
                () -> spring(lab, spring, springDatabase, springHeld));
        String beside = "a Spring Boot 4.1 hello, same libraries";
        return List.of(
                Finding.ratio(ROW.name(), "service start, until ready", beside, "s", times, Target.atMost(0.4))
                        .withCpu(String.format(
                                Locale.ROOT,
                                "%.1f / %.1f s",
                                Spread.of(ourHeld.cpuSeconds()).median(),
                                Spread.of(springHeld.cpuSeconds()).median())),
                Finding.ratio(
                        ROW.name(),
                        "service memory (PSS) when ready",
                        beside,
                        "MiB",
                        new Pairs(ourHeld.memory(), springHeld.memory()),
                        Target.atMost(0.5)));
    }

    private static double ours(Lab lab, ServicePack pack, PostgresServer.Database database, Held held) {
        int port = Server.freePort();
        return start(
                lab,
                "start-catalog",
                pack.command(),
                RunningCatalog.environment(database, port),
                URI.create("http://127.0.0.1:" + port + "/observe/health/ready"),
                held);
    }

    private static double spring(Lab lab, Path folder, PostgresServer.Database database, Held held) {
        int port = Server.freePort();
        return start(
                lab,
                "start-spring",
                // The heap that catalog has; the rest is what the JVM chooses for one core, as Spring's own guides
                // leave it.
                List.of(
                        Lab.java(),
                        "-Xmx160m",
                        "-jar",
                        folder.resolve("hello.jar").toString()),
                Map.of(
                        "SERVER_PORT", String.valueOf(port),
                        "SPRING_DATASOURCE_URL", database.url(),
                        "SPRING_DATASOURCE_USERNAME", database.user(),
                        "SPRING_DATASOURCE_PASSWORD", database.password(),
                        "SPRING_KAFKA_BOOTSTRAP_SERVERS", KafkaServer.shared().bootstrap(),
                        "REDIS_URL", RedisServer.shared().url().toString(),
                        "REDIS_PASSWORD", RedisServer.shared().password()),
                URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"),
                held);
    }

    private static double start(
            Lab lab, String name, List<String> command, Map<String, String> environment, URI ready, Held held) {
        try (Server server = Server.start(lab, name, command, environment)) {
            double seconds = server.awaitAnswer(ready);
            held.cpuSeconds().add(server.cpuSeconds());
            held.memory().add(server.memoryMib());
            return seconds;
        }
    }

    /** Built by Maven with dependencies of its own, which are not those of this module. */
    private static Path spring(Lab lab) {
        Path module = lab.root().resolve("svc/bench/spring");
        lab.say("building the Spring Boot hello");
        Command.run(
                BUILD_LIMIT,
                List.of(
                        "mvn",
                        "-B",
                        "-q",
                        "-ntp",
                        "-f",
                        module.resolve("pom.xml").toString(),
                        "package"));
        return module.resolve("target");
    }
}
