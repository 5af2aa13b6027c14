package dev.matinee.bench;

import com.sun.net.httpserver.HttpServer;
import dev.matinee.bench.Recorder.Asked;
import dev.matinee.kit.test.ElasticsearchServer;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import dev.matinee.kit.test.TestTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** What the search service adds to Elasticsearch: the very requests that it sends there, sent there without it. */
final class Searches {
    static final Row ROW = new Row(
            "search", "search: queries and suggestions beside the same requests to Elasticsearch", Searches::measure);

    private static final int FILMS = 5_000;
    private static final int QUESTIONS = 100;
    private static final int SUGGEST_RATE = 200;
    private static final int SUGGEST_SECONDS = 10;
    /** A query is much work and therefore few are made in a second; the compilers of two JVMs want thousands. */
    private static final Duration WARM_UP = Duration.ofSeconds(40);

    private static final Duration INDEXED = Duration.ofMinutes(3);

    // Titles are three of these, so that a query of two has some hundred hits and each word has thousands.
    private static final List<String> WORDS = List.of(
            "river",
            "mountain",
            "winter",
            "garden",
            "engine",
            "kitchen",
            "violin",
            "harbour",
            "bicycle",
            "planet",
            "forest",
            "market",
            "window",
            "summer",
            "castle",
            "island",
            "painter",
            "teacher",
            "rabbit",
            "thunder",
            "bread",
            "glass",
            "paper",
            "stone",
            "silver",
            "copper",
            "morning",
            "evening",
            "journey",
            "dream");

    private Searches() {}

    private static List<Finding> measure(Lab lab) throws IOException, InterruptedException {
        URI elasticsearch = ElasticsearchServer.shared().url();
        try (RunningCatalog catalog = RunningCatalog.start(lab, PostgresServer.shared(), Map.of());
                Tokens tokens = new Tokens();
                Recorder recorder = new Recorder(elasticsearch)) {
            catalog.films(titles());
            List<Finding> findings = new ArrayList<>();
            List<Asked> queries;
            List<Asked> suggests;
            // Nothing kept, or the service would answer what Elasticsearch is not asked for.
            Map<String, String> nothingKept = Map.of("CACHE_ASKED", "1000", "SUGGEST_BYTES", "1");
            try (Service recorded = new Service(lab, catalog, tokens, recorder.uri(), nothingKept)) {
                awaitIndexed(recorded);
                recorder.searches();
                queries = record(recorded, recorder, questions());
                suggests = record(recorded, recorder, prefixes());
            }
            try (Service search = new Service(lab, catalog, tokens, elasticsearch, nothingKept)) {
                findings.addAll(queries(lab, search, elasticsearch, queries));
                findings.add(ratio(
                        lab,
                        "suggest, nothing kept",
                        search,
                        prefixes(),
                        elasticsearch,
                        suggests,
                        Target.atLeast(0.80)));
            }
            try (Service search = new Service(lab, catalog, tokens, elasticsearch, Map.of())) {
                findings.add(paced(lab, search));
            }
            return findings;
        }
    }

    private static List<Finding> queries(Lab lab, Service search, URI elasticsearch, List<Asked> asked)
            throws IOException {
        Finding rate = ratio(
                lab, "search query, nothing kept", search, questions(), elasticsearch, asked, Target.atLeast(0.85));
        Path ours = Files.writeString(lab.work().resolve("ours-one.lua"), luaOfPaths(questions()));
        Path raw = Files.writeString(lab.work().resolve("raw-one.lua"), luaOf(asked));
        Wrk one = Wrk.of(1, lab.length());
        return List.of(
                rate,
                Finding.difference(
                        ROW.name(),
                        "search query, p50, one at a time",
                        "the same bodies to Elasticsearch",
                        "ms",
                        Pairs.take(
                                lab.pairs(),
                                () -> one.script(ours.toString())
                                        .run(lab, search.uri())
                                        .p50Millis(),
                                () -> one.script(raw.toString())
                                        .run(lab, elasticsearch)
                                        .p50Millis()),
                        Target.atMost(2, "ms")));
    }

    private static Finding ratio(
            Lab lab,
            String what,
            Service search,
            List<String> paths,
            URI elasticsearch,
            List<Asked> asked,
            Target target)
            throws IOException {
        Path ours = Files.writeString(lab.work().resolve("ours.lua"), luaOfPaths(paths));
        Path raw = Files.writeString(lab.work().resolve("raw.lua"), luaOf(asked));
        Wrk.of(Lab.CLIENTS, WARM_UP).script(ours.toString()).perSecond(lab, search.uri());
        lab.warmUp().script(raw.toString()).perSecond(lab, elasticsearch);
        Loaded first = new Loaded(lab, search.server, lab.wrk().script(ours.toString()), search.uri());
        Finding found = Finding.ratio(
                ROW.name(),
                what,
                "the same bodies to Elasticsearch",
                "/s",
                Pairs.take(
                        lab.pairs(),
                        first,
                        () -> lab.wrk().script(raw.toString()).perSecond(lab, elasticsearch)),
                target);
        return found.withCpu(first.cpu());
    }

    /** As shipped: what many type alike is kept for some seconds. */
    private static Finding paced(Lab lab, Service search) throws IOException {
        Path addresses = Files.write(
                lab.work().resolve("suggest-addresses"),
                prefixes().stream().map(path -> search.uri() + path).toList());
        List<String> command = new ArrayList<>(lab.onLoadCore());
        command.addAll(List.of(
                Lab.java(),
                "-cp",
                System.getProperty("java.class.path"),
                Paced.class.getName(),
                addresses.toString(),
                String.valueOf(SUGGEST_RATE),
                String.valueOf(SUGGEST_SECONDS)));
        List<Double> readings = IntStream.range(0, lab.pairs())
                .mapToObj(pair -> Double.parseDouble(
                        Command.run(Duration.ofMinutes(2), command).strip()))
                .toList();
        return Finding.reading(
                ROW.name(),
                "suggest, p99 at " + SUGGEST_RATE + " a second",
                "a fixed number",
                readings,
                Target.atMost(20, "ms"));
    }

    private static List<Asked> record(Service search, Recorder recorder, List<String> paths)
            throws IOException, InterruptedException {
        List<Asked> asked = new ArrayList<>();
        for (String path : paths) {
            CatalogReads.get(search.uri().resolve(path));
            // A query may ask twice (for a snapshot that was lost); the last is the one that was answered.
            asked.add(recorder.searches().getLast());
        }
        return asked;
    }

    private static void awaitIndexed(Service search) throws IOException, InterruptedException {
        long end = System.nanoTime() + INDEXED.toNanos();
        URI all = search.uri().resolve("/api/search/v1/search?q=film&kind=video&limit=1");
        while (!found(all).contains("\"value\":" + FILMS)) {
            if (System.nanoTime() > end) {
                throw new BenchException("the index did not fill within " + INDEXED);
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    /** A query that the young service answers too late is no failure of the row. */
    private static String found(URI address) throws IOException, InterruptedException {
        try {
            return new String(CatalogReads.get(address), StandardCharsets.UTF_8);
        } catch (BenchException e) {
            return "";
        }
    }

    private static List<String> titles() {
        int many = WORDS.size();
        return IntStream.range(0, FILMS)
                .mapToObj(i -> "Film of " + WORDS.get(i % many) + " and " + WORDS.get(i / many % many) + " with "
                        + WORDS.get(i * 7 / 5 % many) + " " + i)
                .toList();
    }

    /** Every other one with a letter wrong. */
    private static List<String> questions() {
        return IntStream.range(0, QUESTIONS)
                .mapToObj(i -> {
                    String first = WORDS.get(i % WORDS.size());
                    String typed = i % 2 == 0 ? first : first.substring(0, 2) + "x" + first.substring(3);
                    return "/api/search/v1/search?q="
                            + URLEncoder.encode(
                                    typed + " " + WORDS.get(i * 11 / 3 % WORDS.size()), StandardCharsets.UTF_8);
                })
                .distinct()
                .toList();
    }

    /** As somebody types: each title's first letters, one more each time. */
    private static List<String> prefixes() {
        return WORDS.stream()
                .map(word -> "film of " + word)
                .flatMap(title -> IntStream.rangeClosed(1, title.length()).mapToObj(end -> title.substring(0, end)))
                .distinct()
                .map(prefix -> "/api/search/v1/suggest?q=" + URLEncoder.encode(prefix, StandardCharsets.UTF_8))
                .toList();
    }

    private static String luaOfPaths(List<String> paths) {
        return luaOf(paths.stream()
                .map(path -> new Asked("GET", path, "application/json", ""))
                .toList());
    }

    /** One request after the other, made once before the reading: JSON of some kilobytes is not to be the load's work. */
    private static String luaOf(List<Asked> asked) {
        StringBuilder lua = new StringBuilder("local asked = {\n");
        // No JSON closes brackets of that kind by itself.
        asked.forEach(one -> lua.append("{ \"%s\", \"%s\", \"%s\", [==[%s]==] },\n"
                .formatted(one.method(), one.path(), one.type(), one.body())));
        return lua.append("""
                }
                local requests = {}
                init = function(args)
                    for i, one in ipairs(asked) do
                        requests[i] = wrk.format(one[1], one[2], { Host = wrk.headers["Host"], Accept = one[3], ["Content-Type"] = one[3] }, one[4])
                    end
                end
                local at = 0
                request = function()
                    at = at % #requests + 1
                    return requests[at]
                end
                """).toString();
    }

    /** The packed service. */
    private static final class Service implements AutoCloseable {
        private final Server server;
        private final URI uri;

        Service(Lab lab, RunningCatalog catalog, Tokens tokens, URI elasticsearch, Map<String, String> more) {
            int port = Server.freePort();
            uri = URI.create("http://127.0.0.1:" + port);
            Map<String, String> environment = new HashMap<>(Map.of(
                    "SERVER_HOST", "127.0.0.1",
                    "SERVER_PORT", String.valueOf(port),
                    "ELASTICSEARCH_URLS", elasticsearch.toString(),
                    "CATALOG_URLS", catalog.uri("").toString(),
                    "REDIS_URL", RedisServer.shared().url().toString(),
                    "REDIS_PASSWORD", RedisServer.shared().password(),
                    "KAFKA_BOOTSTRAP", KafkaServer.shared().bootstrap(),
                    "AUTH_TOKENS", tokens.uri().toString(),
                    "AUTH_SECRET", "secret"));
            environment.putAll(more);
            server = ServicePack.unpack(lab, "search").start(lab, "search-" + port, environment);
            server.awaitAnswer(uri.resolve("/observe/health/ready"));
        }

        URI uri() {
            return uri;
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** Where the service gets the token with which it asks catalog, as Keycloak would give it. */
    private static final class Tokens implements AutoCloseable {
        private final HttpServer server;

        Tokens() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String token = TestTokens.shared()
                    .access("svc", "service")
                    .with("exp", Instant.now().plusSeconds(3_600))
                    .sign();
            byte[] answer =
                    ("{\"access_token\":\"" + token + "\",\"expires_in\":3600}").getBytes(StandardCharsets.UTF_8);
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                }
            });
            server.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/token");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
