package dev.matinee.kit.test;

import java.io.IOException;
import java.io.UncheckedIOException;
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

/**
 * One Elasticsearch node as development runs it: the core distribution, without stemmers, folding, edge n-grams and
 * painless. Test classes share it: use indices of your own, or {@link #deleteIndices()}.
 */
public final class ElasticsearchServer extends TestServer {
    private static final Once<ElasticsearchServer> SHARED = new Once<>(() -> started(Tools.elasticsearch()));
    private static final Once<ElasticsearchServer> RICH = new Once<>(() -> started(RichElasticsearch.folder()));
    /** What start.sh of the job leaves to the installation. */
    private static final List<String> LAUNCHER = List.of("-Xms4m", "-Xmx24m", "-XX:+UseSerialGC");

    private final Path installation;
    private final int port = Ports.free();
    private final int transportPort = Ports.free();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private ElasticsearchServer(Path installation) {
        super("elasticsearch");
        this.installation = installation;
    }

    /** The one Elasticsearch of this JVM, started on first use. */
    public static ElasticsearchServer shared() {
        return SHARED.get();
    }

    /** Another one, with the folding and stemming of the full distribution. */
    public static ElasticsearchServer rich() {
        return RICH.get();
    }

    private static ElasticsearchServer started(Path installation) {
        ElasticsearchServer server = new ElasticsearchServer(installation);
        server.configure();
        server.start();
        return server;
    }

    /** {@code http://127.0.0.1:port}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Removes every index that a test made. */
    public void deleteIndices() {
        ask("DELETE", "/*");
    }

    private void configure() {
        Path settings = home().resolve("config");
        try {
            Files.createDirectories(settings);
            Files.createDirectories(home().resolve("tmp"));
            if (Tools.root(home())) {
                Commands.run(home(), List.of("chmod", "-R", "a+rwX", home().toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Tools.write(settings.resolve("jvm.options"), "-Djava.io.tmpdir=${ES_TMPDIR}\n");
        Tools.write(settings.resolve("log4j2.properties"), """
                appender.out.type = Console
                appender.out.name = out
                appender.out.layout.type = PatternLayout
                appender.out.layout.pattern = %d{ISO8601} %p %m (%c{1})%n
                rootLogger.level = WARN
                rootLogger.appenderRef.out.ref = out
                """);
        Tools.write(settings.resolve("elasticsearch.yml"), """
                cluster.name: test
                path.data: %s
                path.logs: %s
                network.host: 127.0.0.1
                http.port: %d
                transport.port: %d
                discovery.type: single-node
                xpack.security.enabled: false
                action.auto_create_index: "+logs-*,-*"
                action.destructive_requires_name: false
                cluster.routing.allocation.disk.threshold_enabled: false
                """.formatted(
                        home().resolve("data"), home().resolve("logs"), port, transportPort));
        if (Tools.root(home())) {
            Commands.run(home(), List.of("chown", "-R", "65534:65534", home().toString()));
        }
    }

    @Override
    List<String> command() {
        List<String> all = new ArrayList<>();
        if (Tools.root(installation)) {
            // It refuses root; a user namespace lets it read what root owns without being root, as the job does.
            all.addAll(List.of("unshare", "--user", "--map-user=65534", "--map-group=65534", "--"));
        }
        all.add(installation.resolve("bin/elasticsearch").toString());
        return all;
    }

    @Override
    Map<String, String> environment() {
        return Map.of(
                "ES_JAVA_HOME",
                System.getProperty("java.home"),
                "ES_PATH_CONF",
                home().resolve("config").toString(),
                "ES_TMPDIR",
                home().resolve("tmp").toString(),
                "ES_JAVA_OPTS",
                "-Xms512m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                "CLI_JAVA_OPTS",
                String.join(" ", LAUNCHER));
    }

    @Override
    boolean answers() {
        return ask("GET", "/_cluster/health?wait_for_status=yellow&timeout=2s") == 200;
    }

    private int ask(String method, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
