package dev.matinee.kit.http;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a service listens and how it is found.
 *
 * @param name Consul's service name, the same as the Maven artifact
 * @param id unique per instance
 * @param version of the release
 * @param host the interface to listen on
 * @param port 0 = any free one
 * @param address what others reach it by
 * @param consul the local agent; empty = do not register
 * @param consulToken for an agent with ACLs
 * @param zipkin where spans go; empty = nowhere
 * @param drain how long to keep serving after leaving Consul, so gateways notice before the port closes
 */
public record ServiceSettings(
        String name,
        String id,
        String version,
        String host,
        int port,
        String address,
        Optional<URI> consul,
        Optional<String> consulToken,
        Optional<URI> zipkin,
        Duration drain) {
    /** Reads the {@code server.*}, {@code service.*}, {@code consul.*} and {@code zipkin.*} keys. */
    public static ServiceSettings from(String name, Settings settings) {
        String address = settings.text("service.address");
        return new ServiceSettings(
                name,
                settings.find("service.id")
                        .orElseGet(() -> name + "-" + ProcessHandle.current().pid()),
                settings.text("service.version"),
                settings.text("server.host"),
                settings.integer("server.port", 0, 65_535),
                address,
                settings.findUri("consul.url"),
                settings.find("consul.token"),
                settings.findUri("zipkin.url"),
                settings.duration("service.drain"));
    }

    @Override
    public String toString() {
        return "ServiceSettings[" + id + " at " + host + ":" + port + "]";
    }
}
