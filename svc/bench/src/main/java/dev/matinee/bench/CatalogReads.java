package dev.matinee.bench;

import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a read of a public video costs when it is in this process, and when it is in Redis. */
final class CatalogReads {
    static final Row NEAR = new Row("near", "catalog: a cached read beside a bare Helidon handler", CatalogReads::near);
    static final Row REDIS =
            new Row("redis", "catalog: a read out of Redis beside redis-benchmark", CatalogReads::redis);

    /** More than are read within one reading's first moments, so that no two clients often wait for the same one. */
    private static final int KEYS = 5_000;

    private static final Pattern PER_SECOND = Pattern.compile("([\\d.]+) requests per second");

    private CatalogReads() {}

    private static List<Finding> near(Lab lab) throws IOException, InterruptedException {
        try (RunningCatalog catalog = RunningCatalog.start(lab, PostgresServer.shared(), Map.of())) {
            URI ours = catalog.video(catalog.films(1).getFirst());
            Path body = lab.work().resolve("bare-body");
            Files.write(body, get(ours));
            int port = Server.freePort();
            URI bare = URI.create("http://127.0.0.1:" + port + ours.getPath());
            try (Server peer = bareHandler(lab, port, body)) {
                peer.awaitAnswer(bare);
                lab.warmUp().perSecond(lab, ours);
                lab.warmUp().perSecond(lab, bare);
                Loaded first = new Loaded(lab, catalog.server(), lab.wrk(), ours);
                Loaded second = new Loaded(lab, peer, lab.wrk(), bare);
                Pairs pairs = Pairs.take(lab.pairs(), first, second);
                return List.of(Finding.ratio(
                                NEAR.name(),
                                "metadata read, near-cache hit",
                                "a bare Helidon handler, same bytes",
                                "/s",
                                pairs,
                                Target.atLeast(0.85))
                        .withCpu(Loaded.cpu(first, second)));
            }
        }
    }

    private static Server bareHandler(Lab lab, int port, Path body) {
        List<String> command = new ArrayList<>(List.of(Lab.java()));
        command.addAll(ServicePack.unpack(lab, "catalog").flags());
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                BareHandler.class.getName(),
                String.valueOf(port),
                body.toString()));
        return Server.start(lab, "bare", command, Map.of());
    }

    private static List<Finding> redis(Lab lab) throws IOException {
        // No room in the process and a long life in Redis, so that each read goes there once.
        try (RunningCatalog catalog = RunningCatalog.start(
                lab, PostgresServer.shared(), Map.of("CACHE_NEAR_BYTES", "1", "CACHE_REDIS_LIFE", "PT2H"))) {
            List<String> ids = catalog.films(KEYS);
            Path script = lab.work().resolve("ids.lua");
            Files.writeString(script, luaOf(ids));
            URI ours = catalog.uri("/");
            Wrk warm = lab.warmUp().script(script.toString());
            // The first reads put every copy into Redis.
            warm.perSecond(lab, ours);
            warm.perSecond(lab, ours);
            Pairs pairs = Pairs.take(
                    lab.pairs(),
                    () -> lab.wrk().script(script.toString()).perSecond(lab, ours),
                    () -> redisBenchmark(lab, ids.getFirst()));
            return List.of(Finding.ratio(
                    REDIS.name(),
                    "metadata read, Redis hit",
                    "redis-benchmark GET, same clients",
                    "/s",
                    pairs,
                    Target.atLeast(0.35)));
        }
    }

    private static String luaOf(List<String> ids) {
        StringBuilder lua = new StringBuilder("local ids = {\n");
        ids.forEach(id -> lua.append('"').append(id).append("\",\n"));
        return lua.append("""
                }
                local at = 0
                request = function()
                    at = at % #ids + 1
                    return wrk.format("GET", "/api/catalog/v1/videos/" .. ids[at])
                end
                """).toString();
    }

    private static double redisBenchmark(Lab lab, String id) {
        RedisServer redis = RedisServer.shared();
        List<String> command = new ArrayList<>(lab.onLoadCore());
        command.addAll(List.of(
                lab.tool("redis-benchmark"),
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(redis.url().getPort()),
                "-a",
                redis.password(),
                "-c",
                String.valueOf(Lab.CLIENTS),
                "-n",
                String.valueOf(60_000 * lab.length().toSeconds()),
                "GET",
                "catalog:video:" + id));
        return perSecond(Command.run(Duration.ofMinutes(2), command));
    }

    static double perSecond(String printed) {
        // While it runs it writes over one line again and again; the last such number is the sum.
        Matcher rate = PER_SECOND.matcher(printed);
        double last = -1;
        while (rate.find()) {
            last = Double.parseDouble(rate.group(1));
        }
        if (last < 0) {
            throw new BenchException("redis-benchmark told no rate: " + printed.strip());
        }
        return last;
    }

    static byte[] get(URI address) throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new BenchException(address + " answers " + answer.statusCode());
            }
            return answer.body();
        }
    }
}
