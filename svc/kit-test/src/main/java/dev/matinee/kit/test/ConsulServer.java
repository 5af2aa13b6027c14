package dev.matinee.kit.test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** One Consul agent that is a server too and keeps nothing on disk. Test classes share it: use services of your own. */
public final class ConsulServer extends TestServer {
    private static final Once<ConsulServer> SHARED = new Once<>(() -> {
        ConsulServer server = new ConsulServer();
        server.start();
        return server;
    });

    private final int port = Ports.free();
    private final int serverPort = Ports.free();
    private final int serfPort = Ports.free();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private ConsulServer() {
        super("consul");
    }

    /** The one Consul of this JVM, started on first use. */
    public static ConsulServer shared() {
        return SHARED.get();
    }

    /** {@code http://127.0.0.1:port}, for {@code consul.url}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    List<String> command() {
        return List.of(
                Tools.consul().toString(),
                "agent",
                "-dev",
                "-bind=127.0.0.1",
                "-client=127.0.0.1",
                "-http-port=" + port,
                "-server-port=" + serverPort,
                "-serf-lan-port=" + serfPort,
                "-serf-wan-port=-1",
                "-dns-port=-1",
                "-grpc-port=-1",
                "-grpc-tls-port=-1",
                "-log-level=warn");
    }

    @Override
    boolean answers() throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(url().resolve("/v1/status/leader"))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body()
                .contains(":");
    }
}
