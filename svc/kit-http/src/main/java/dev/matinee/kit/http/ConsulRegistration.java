package dev.matinee.kit.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A service's entry at the local Consul agent. Consul asks the readiness address every two seconds, so a crashed
 * instance is out of the gateway within five and a new one is in it once it has answered, and reaps the entry after a minute of silence (the least Consul allows).
 */
final class ConsulRegistration {
    private static final System.Logger LOG = System.getLogger(ConsulRegistration.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration RETRY = Duration.ofSeconds(2);
    /** Consul's agent forgets us when it is restarted with an empty state, so the entry is renewed now and then. */
    private static final Duration RENEW = Duration.ofSeconds(30);

    private final ServiceSettings service;
    private final URI consul;
    private final List<String> tags;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private volatile boolean wanted;
    private Thread keeper = Thread.ofVirtual().unstarted(() -> {});

    ConsulRegistration(ServiceSettings service, URI consul, List<String> tags) {
        this.service = service;
        this.consul = consul;
        this.tags = tags;
    }

    /** Registers, and keeps at it until it holds. */
    void start(int port) {
        wanted = true;
        keeper = Thread.ofVirtual().name("consul").start(() -> keep(port));
    }

    /** Leaves; a failure is logged only, since Consul's own check reaps us then. */
    void leave() {
        wanted = false;
        keeper.interrupt();
        try {
            keeper.join(TIMEOUT);
            put("/v1/agent/service/deregister/" + URLEncoder.encode(service.id(), StandardCharsets.UTF_8), new byte[0]);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "could not leave Consul: {0}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(int port) {
        boolean registered = false;
        while (wanted) {
            try {
                put("/v1/agent/service/register", Json.write(entry(port)));
                if (!registered) {
                    registered = true;
                    LOG.log(Level.INFO, "registered in Consul as {0}", service.id());
                }
                Thread.sleep(RENEW);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "Consul does not take the registration yet: {0}", e.toString());
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> entry(int port) {
        String ready = "http://" + service.address() + ":" + port + "/observe/health/ready";
        return Map.of(
                "Name", service.name(),
                "ID", service.id(),
                "Address", service.address(),
                "Port", port,
                "Tags", tags,
                "Meta", Map.of("version", service.version()),
                "Check",
                        Map.of(
                                "CheckID", "ready:" + service.id(),
                                "Name", "ready",
                                "HTTP", ready,
                                "Interval", "2s",
                                "Timeout", "1s",
                                "Status", "critical",
                                "DeregisterCriticalServiceAfter", "1m"));
    }

    private void put(String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(consul.resolve(path))
                .timeout(TIMEOUT)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
        service.consulToken().ifPresent(token -> request.header("X-Consul-Token", token));
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("Consul answers " + response.statusCode() + ": " + response.body());
        }
    }
}
